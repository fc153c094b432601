package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobResult;
import dev.errand.StoreException;
import dev.errand.test.postgres.PgBouncer;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.TransactionPooler;
import dev.errand.test.postgres.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Poolers between us and the server: one of our own that does what those in transaction mode do,
 * and PgBouncer itself where it is installed. Real time; the time-outs are nets.
 */
@Timeout(120)
class PostgresPoolerTest {
  private static final Duration NET = Duration.ofSeconds(60);

  private static PostgresServer server;

  @TempDir Path folder;

  @BeforeAll
  static void begin() {
    server = PostgresServer.shared(Version.V18);
  }

  private static void refused(String url) {
    PostgresOptions options = PostgresOptions.at(url);
    String said =
        options.place()
            + " is behind a pooler that gives each transaction another session"
            + " (pool_mode=transaction): locks and notifications do not hold there. Connect to the"
            + " server itself, or to a pool with pool_mode=session";
    assertThat(catchThrowableOfType(StoreException.class, () -> SqlJobStore.postgres(options)))
        .hasMessage("store " + said);
    assertThat(catchThrowableOfType(StoreException.class, () -> SqlJobStore.look(options)))
        .hasMessage("store " + said);
  }

  private static int process(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  @Test
  @DisplayName(
      "J1 a pooler that gives each transaction another session is refused, with the way out")
  void transactions() throws Exception {
    String database = server.createDatabaseNamed();
    try (TransactionPooler pooler = TransactionPooler.inFrontOf(server.port())) {
      String url = PostgresServer.url(pooler.port(), database);
      refused(url);
      // It is one: what two clients do by turns is done in one session.
      try (Connection one = DriverManager.getConnection(url);
          Connection other = DriverManager.getConnection(url)) {
        assertThat(process(one)).isEqualTo(process(other));
        one.setAutoCommit(false);
        int meanwhile = process(one);
        assertThat(process(other)).isNotEqualTo(meanwhile);
      }
    }
    try (Connection connection = DriverManager.getConnection(server.url(database));
        ResultSet schemas = connection.getMetaData().getSchemas(null, "errand")) {
      assertThat(schemas.next()).isFalse(); // nothing was begun there
    }
  }

  @Test
  @EnabledIf("dev.errand.test.postgres.PgBouncer#isInstalled")
  @DisplayName("J1 PgBouncer in transaction mode is refused, also when it is used by others")
  void bouncesTransactions() throws Exception {
    String database = server.createDatabaseNamed();
    try (PgBouncer bouncer = PgBouncer.start(folder, server.port(), "transaction")) {
      String url = PostgresServer.url(bouncer.port(), database);
      refused(url);
      try (Connection other = DriverManager.getConnection(url)) {
        other.setAutoCommit(false);
        assertThat(process(other)).isPositive();
        refused(url);
      }
    }
  }

  @Test
  @EnabledIf("dev.errand.test.postgres.PgBouncer#isInstalled")
  @DisplayName("J1 behind PgBouncer in session mode two processes of a fleet work as ever")
  void bouncesSessions() throws Exception {
    String database = server.createDatabaseNamed();
    try (PgBouncer bouncer = PgBouncer.start(folder, server.port(), "session")) {
      String url = PostgresServer.url(bouncer.port(), database);
      try (AsyncJobManager jobs =
              AsyncJobManager.builder().store(SqlJobStore.postgres(url)).build();
          AsyncJobManager others =
              AsyncJobManager.builder().store(SqlJobStore.postgres(url)).build()) {
        String id = jobs.register("task", "label", context -> JobResult.of("done"));
        assertThat(others.awaitAll(NET)).isTrue();
        assertThat(others.job(id).flatMap(Job::end).map(JobEnd::text)).contains("done");
      }
    }
  }
}
