package dev.errand.test.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledIf("dev.errand.test.postgres.PostgresServer#isAvailable")
class PostgresServerTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("a server is of the version asked for, durable, and has room for 200 connections")
  void isWhatItSays(Version version) throws SQLException {
    PostgresServer server = PostgresServer.shared(version);
    server.assertDurable();
    String url = server.createDatabase();
    assertThat(ask(url, "SHOW server_version")).startsWith(version.major() + ".");
    assertThat(ask(url, "SHOW max_connections")).isEqualTo("200");
    assertThat(ask(url, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
  }

  @Test
  @DisplayName("what does not wait for the disk is not called durable")
  void notDurable() {
    String url =
        PostgresServer.shared(Version.V18).url("postgres") + "&options=-c%20synchronous_commit=off";
    assertThatThrownBy(() -> Durability.check(url))
        .isInstanceOf(AssertionError.class)
        .hasMessage("synchronous_commit is off, and has to be on");
  }

  @Test
  @DisplayName("each database is empty and nobody else's")
  void databases() throws SQLException {
    PostgresServer server = PostgresServer.shared(Version.V18);
    String one = server.createDatabase();
    execute(one, "CREATE TABLE t (i int)");
    String another = server.createDatabase();
    execute(another, "CREATE TABLE t (i int)");
    assertThat(ask(one, "SELECT count(*) FROM t")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a server that was stopped, in order or not, comes back with its data and its port")
  void restarts(StopMode mode) throws SQLException {
    try (PostgresServer server = PostgresServer.start(Version.V18)) {
      String url = server.createDatabase();
      execute(url, "CREATE TABLE t AS SELECT 42 AS i");
      int port = server.port();
      long pid = server.postmasterPid();
      server.stopServer(mode);
      assertThat(ProcessHandle.of(pid)).isEmpty();
      assertThatThrownBy(() -> ask(url, "SELECT 1")).isInstanceOf(SQLException.class);
      server.startServer();
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.postmasterPid()).isNotEqualTo(pid);
      assertThat(ask(url, "SELECT i FROM t")).isEqualTo("42");
    }
  }

  @Test
  @DisplayName("a server that was killed comes back, too")
  void killed() throws SQLException {
    try (PostgresServer server = PostgresServer.start(Version.V18)) {
      String url = server.createDatabase();
      execute(url, "CREATE TABLE t AS SELECT 42 AS i");
      ProcessHandle.of(server.postmasterPid()).orElseThrow().destroyForcibly();
      server.restart(StopMode.IMMEDIATE);
      assertThat(ask(url, "SELECT i FROM t")).isEqualTo("42");
    }
  }

  @Test
  @DisplayName("sessions do not survive a restart")
  void sessionsEnd() throws SQLException {
    try (PostgresServer server = PostgresServer.start(Version.V14);
        Connection connection = DriverManager.getConnection(server.url("postgres"));
        Statement statement = connection.createStatement()) {
      server.restart();
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  @DisplayName("stopped twice, started twice and closed twice is fine; closed is closed")
  void twice() {
    PostgresServer server = PostgresServer.start(Version.V18);
    server.stopServer();
    server.stopServer();
    assertThatThrownBy(server::postmasterPid).isInstanceOf(IllegalStateException.class);
    server.startServer();
    server.startServer();
    server.close();
    server.close();
    assertThatThrownBy(server::startServer).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("the shared server is one, and closing it does nothing")
  void shared() throws SQLException {
    PostgresServer server = PostgresServer.shared(Version.V18);
    server.close();
    assertThat(PostgresServer.shared(Version.V18)).isSameAs(server);
    assertThat(ask(server.url("postgres"), "SELECT 1")).isEqualTo("1");
  }

  private static String ask(String url, String question) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
