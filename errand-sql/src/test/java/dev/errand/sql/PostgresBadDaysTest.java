package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobResult;
import dev.errand.StoreException;
import dev.errand.spi.JobStore;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong with servers, and what users are told. Real time; the time-outs are nets. */
@Timeout(180)
class PostgresBadDaysTest {
  private static final Duration NET = Duration.ofSeconds(60);
  private static PostgresServer server;

  @BeforeAll
  static void begin() {
    server = PostgresServer.shared(Version.V18);
  }

  private static void sql(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static StoreException refusal(Callable<?> what) {
    StoreException refusal = catchThrowableOfType(StoreException.class, what::call);
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static StoreException refusalOf(PostgresOptions options) {
    StoreException looked = refusal(() -> SqlJobStore.look(options));
    StoreException opened = refusal(() -> SqlJobStore.postgres(options));
    assertThat(looked).hasMessage(opened.getMessage());
    return opened;
  }

  private static AsyncJobManager manager(String url) {
    return AsyncJobManager.builder().store(SqlJobStore.postgres(url)).build();
  }

  // ---- opening

  @Test
  @DisplayName("J1 a server that is down, and a database that is not there, are said")
  void nobodyThere() {
    assertThat(refusalOf(PostgresOptions.at("jdbc:postgresql://127.0.0.1:1/x?user=zoe")))
        .hasMessageStartingWith("store jdbc:postgresql://127.0.0.1:1/x cannot be reached: ")
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("zoe");
    assertThat(refusalOf(PostgresOptions.at(server.url("nobody_made_it"))))
        .hasMessageContaining("is not there: create the database, or look at the URL");
  }

  @Test
  @DisplayName("L1 what is no URL is refused, and a password in it is not shown")
  void noUrl() {
    for (String url :
        List.of(
            "postgres://host/db",
            "jdbc:postgresql://ann:secret@host/db",
            "jdbc:postgresql://host:port/db?password=secret")) {
      assertThatThrownBy(() -> PostgresOptions.at(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("url must ")
          .hasMessageNotContaining("secret");
    }
    assertThat(PostgresOptions.at("jdbc:postgresql://host/db?password=secret").toString())
        .doesNotContain("secret");
  }

  @Test
  @DisplayName("J1 a wrong password, and a user that may not log in, are refused")
  void wrongPassword() throws Exception {
    try (PostgresServer own = PostgresServer.start(Version.V14)) {
      String database = own.createDatabaseNamed();
      sql(
          own.url(database),
          "CREATE ROLE ann LOGIN PASSWORD 'right'",
          "CREATE ROLE bob NOLOGIN",
          "GRANT CREATE ON DATABASE " + database + " TO ann");
      Path rules = own.folder().resolve("data/pg_hba.conf");
      Files.writeString(
          rules, "host all ann 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
      own.restart();
      PostgresOptions options = PostgresOptions.at(own.url(database));
      String said = " refuses this user: look at user and password, and at pg_hba.conf";
      assertThat(refusalOf(options.as("ann", "wrong-secret")))
          .hasMessageEndingWith(said)
          .hasMessageNotContaining("secret");
      assertThat(refusalOf(options.as("bob", ""))).hasMessageEndingWith(said);
      SqlJobStore.postgres(options.as("ann", "right")).close();
    }
  }

  @Test
  @DisplayName("J1 a role without rights is refused, and told where they are written down")
  void noRights() throws Exception {
    String url = server.createDatabase();
    String role = "norights" + Long.toHexString(System.nanoTime());
    sql(url, "CREATE ROLE " + role + " LOGIN");
    PostgresOptions options = PostgresOptions.at(url).as(role, "");
    String said = " does not let this user: see the grants in docs/operating-postgresql.md";
    assertThat(refusal(() -> SqlJobStore.postgres(options))).hasMessageEndingWith(said);
    SqlJobStore.postgres(url).close();
    assertThat(refusalOf(options)).hasMessageEndingWith(said);
  }

  @Test
  @DisplayName("J1 a database that can only be read is refused, with tables and without")
  void readOnly() throws Exception {
    String database = server.createDatabaseNamed();
    String url = server.url(database);
    String set = "ALTER DATABASE " + database + " SET default_transaction_read_only = ";
    String said = " can only be read: it is a standby, or default_transaction_read_only is on.";
    sql(url, set + "on");
    assertThat(refusalOf(PostgresOptions.at(url))).hasMessageContaining(said);
    sql(server.url("postgres"), set + "off");
    SqlJobStore.postgres(url).close();
    sql(server.url("postgres"), set + "on");
    assertThat(refusalOf(PostgresOptions.at(url))).hasMessageContaining(said);
  }

  @Test
  @DisplayName("K5 a newer schema is refused, unless it says that this program works with it")
  void newerSchema() throws Exception {
    String url = server.createDatabase();
    SqlJobStore.postgres(url).close();
    sql(url, "INSERT INTO errand.schema_version VALUES (99, 98)");
    assertThat(refusalOf(PostgresOptions.at(url)))
        .hasMessageContainingAll("has schema 99", "newer version", "knows 4");
    sql(url, "UPDATE errand.schema_version SET works_with = 1 WHERE version = 99");
    SqlJobStore.postgres(url).close();
  }

  @Test
  @DisplayName("K5 ten that open an empty database at once: the tables are made once")
  void tenAtOnce() throws Exception {
    String url = server.createDatabase();
    CountDownLatch ready = new CountDownLatch(10);
    List<Future<JobStore>> opened = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(10)) {
      for (int i = 0; i < 10; i++) {
        opened.add(
            callers.submit(() -> {
              ready.countDown();
              ready.await();
              return SqlJobStore.postgres(url);
            }));
      }
      for (Future<JobStore> one : opened) {
        one.get().close();
      }
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM errand.schema_version")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(4); // one for each schema
    }
  }

  @Test
  @DisplayName("J1 a commit of which one statement fails is not there, and the caller knows that")
  void statementFails() throws Exception {
    String url = server.createDatabase();
    try (AsyncJobManager manager =
        AsyncJobManager.builder().store(SqlJobStore.postgres(url)).build()) {
      // The last statement of all before the end of the transaction.
      sql(
          url,
          "ALTER TABLE errand.change ADD CONSTRAINT planted CHECK (next_sequence < 2) NOT VALID");
      assertThatThrownBy(() -> manager.register("t", "l", context -> JobResult.of("")))
          .isInstanceOfSatisfying(
              StoreException.class, why -> assertThat(why.outcomeUnknown()).isFalse());
      assertThat(manager.allJobs()).isEmpty();
      sql(url, "ALTER TABLE errand.change DROP CONSTRAINT planted");
      String id = manager.register("t", "l", context -> JobResult.of("after"));
      assertThat(manager.awaitAll(Duration.ofSeconds(20))).isTrue();
      assertThat(manager.allJobs()).extracting(Job::id).containsExactly(id);
    }
  }

  @Test
  @DisplayName("J1 a role whose connections are used up is told so")
  void noConnectionLeft() throws Exception {
    String url = server.createDatabase();
    String role = "few" + Long.toHexString(System.nanoTime());
    sql(url, "CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 0");
    assertThat(refusalOf(PostgresOptions.at(url).as(role, "")))
        .hasMessageContaining(" has no connection left: raise ");
  }

  // ---- when it is open

  @Test
  @DisplayName("J1 a server that goes down fails steps and says so; when it is back, all goes on")
  void downInBetween() throws Exception {
    try (PostgresServer own = PostgresServer.start(Version.V14);
        AsyncJobManager jobs = manager(own.createDatabase())) {
      CountDownLatch go = new CountDownLatch(1);
      String before =
          jobs.register(
              "task",
              "before",
              context -> {
                go.await();
                return JobResult.of("ended while it was down");
              });
      own.stopServer();
      go.countDown();
      StoreException down =
          refusal(() -> jobs.register("task", "x", context -> JobResult.of("never")));
      assertThat(down.getMessage())
          .matches("store jdbc:postgresql://127.*(cannot be reached: |is starting up or).*");
      assertThat(refusal(jobs::allJobs)).hasMessageContaining("store jdbc:postgresql://127");
      own.startServer();
      String after = jobs.register("task", "after", context -> JobResult.of("as before"));
      assertThat(jobs.awaitAll(NET)).isTrue();
      assertThat(textOf(jobs, before)).isEqualTo("ended while it was down");
      assertThat(textOf(jobs, after)).isEqualTo("as before");
      assertThat(jobs.allJobs()).extracting(Job::label).containsExactly("before", "after");
    }
  }

  private static String textOf(AsyncJobManager jobs, String id) {
    return jobs.job(id).flatMap(Job::end).map(JobEnd::text).orElseThrow();
  }

  @Test
  @DisplayName("C2 texts with what PostgreSQL refuses come back as they were, also elsewhere")
  void oddTexts() throws Exception {
    String odd = "nul \0, halves \uD83D and \uDE00, a whole \uD83D\uDE00, \uF8FE0041, \u0001";
    String url = server.createDatabase();
    try (AsyncJobManager jobs = manager(url);
        AsyncJobManager other = manager(url)) {
      String id = jobs.register("task", "odd", context -> JobResult.of(odd));
      assertThat(jobs.awaitAll(NET)).isTrue();
      assertThat(textOf(jobs, id)).isEqualTo(odd);
      assertThat(textOf(other, id)).isEqualTo(odd);
    }
  }
}
