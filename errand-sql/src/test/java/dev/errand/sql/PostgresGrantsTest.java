package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.Recovery;
import dev.errand.spi.JobStore;
import dev.errand.spi.RunOutput;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The roles and grants of docs/operating-postgresql.md, word by word, on real servers. */
class PostgresGrantsTest {
  private static final Duration NET = Duration.ofSeconds(60);
  private static final Pattern BLOCK =
      Pattern.compile("<!-- grants: (\\w+) -->\n```sql\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource(Version.class)
  @DisplayName("J1 the roles of the manual: one makes the tables, the other only works with them")
  void roles(Version version) throws Exception {
    try (PostgresServer server = PostgresServer.start(version)) {
      run(server.url("postgres"), block("roles"));
      String url = server.url("errand");
      run(url, block("schema"));
      PostgresOptions owner = PostgresOptions.at(url).as("errand_owner", "secret");
      PostgresOptions worker = PostgresOptions.at(url).as("errand_worker", "secret");
      SqlJobStore.postgres(owner).close();
      try (Connection connection = asOwner(url);
          Statement statement = connection.createStatement()) {
        statement.execute(block("rights"));
      }
      work(worker);
      for (String forbidden :
          List.of(
              "CREATE TABLE errand.mine (x int)",
              "CREATE SCHEMA mine",
              "DROP TABLE errand.run",
              "ALTER TABLE errand.run ADD COLUMN x int",
              "UPDATE errand.schema_version SET version = 99")) {
        assertThatThrownBy(() -> as(url, "errand_worker", forbidden))
            .as(forbidden)
            .isInstanceOf(SQLException.class)
            .hasFieldOrPropertyWithValue("SQLState", "42501");
      }
    }
  }

  /** All that writes: a run with its delivery and output, a sink, an end, a forgotten run. */
  private static void work(PostgresOptions options) throws Exception {
    BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
    JobStore store = SqlJobStore.postgres(options);
    try (AsyncJobManager jobs =
        AsyncJobManager.builder()
            .store(store)
            .handler("work", (payload, context) -> JobResult.of("did " + payload), Recovery.RERUN)
            .build()) {
      jobs.registerDeliverySink("ann", mail -> delivered.add(mail.text()));
      JobOptions ann = JobOptions.builder().owner("ann").idempotencyKey("k").build();
      String id = jobs.register("task", "x", HandlerCall.of("work", "it"), ann);
      assertThat(delivered.poll(NET.toSeconds(), TimeUnit.SECONDS)).isEqualTo("did it");
      assertThat(jobs.awaitAll(NET)).isTrue();
      assertThat(jobs.drainDeliveries(NET)).isTrue();
      RunOutput output = store.output().orElseThrow();
      RunOutput.Key run = RunOutput.Key.of(jobs.job(id).orElseThrow());
      for (int gone = 0; gone <= 1; gone++) {
        RunOutput.Extent extent = new RunOutput.Extent(1, 0, gone, false);
        assertThat(output.write(run, gone, extent, 0, new byte[1])).isTrue();
        assertThat(output.read(run, 0, 1).extent()).contains(extent);
      }
      assertThat(jobs.evict(JobFilter.all())).isEqualTo(1);
      assertThat(jobs.job(id)).isEmpty();
    }
  }

  private static String block(String name) throws IOException {
    String manual = Files.readString(Path.of("../docs/operating-postgresql.md"));
    Matcher blocks = BLOCK.matcher(manual);
    while (blocks.find()) {
      if (blocks.group(1).equals(name)) {
        return blocks.group(2);
      }
    }
    throw new AssertionError("the manual has no grants: " + name);
  }

  /** A statement at a time: a database is not made in a transaction. */
  private static void run(String url, String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String one : script.replaceAll("--.*", "").split(";")) {
        if (!one.isBlank()) {
          statement.execute(one);
        }
      }
    }
  }

  /** Without the user in it, which would win. */
  private static String plain(String url) {
    return url.replaceFirst("\\?.*", "");
  }

  private static Connection asOwner(String url) throws SQLException {
    return DriverManager.getConnection(plain(url), "errand_owner", "secret");
  }

  private static void as(String url, String user, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(plain(url), user, "secret");
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }
}
