package dev.errand.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.AsyncJobManager;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A process whose network was cut, say, and that the others have taken for dead meanwhile. */
@DisplayName("A process that was taken for dead and lives")
class TakenForDeadTest {
  private static final Duration NET = Duration.ofSeconds(20);

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private PostgresOptions options;

  @BeforeEach
  void newDatabase() {
    options = PostgresOptions.at(PostgresServer.shared(Version.V18).createDatabase());
  }

  @Test
  @DisplayName("J2, K2 begins nothing before the others know that it lives: they would lose it")
  void beginsNothing() throws Exception {
    try (AsyncJobManager one = machine("one");
        Connection connection = DriverManager.getConnection(options.url());
        Statement statement = connection.createStatement()) {
      assertThat(isDead(statement)).isFalse();
      bury(statement);
      String id = one.register("task", "x", context -> waits());
      assertThat(isDead(statement)).as("when the registration is acknowledged").isFalse();
      release.countDown();
      assertThat(one.awaitAll(NET)).isTrue();
      assertThat(one.job(id).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
    }
  }

  @Test
  @DisplayName("J2, K2 begins nothing when it was forgotten, after a week of silence")
  void wasForgotten() throws Exception {
    try (AsyncJobManager one = machine("one");
        Connection connection = DriverManager.getConnection(options.url());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM errand.member")).isEqualTo(1);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> one.register("task", "x", context -> waits()))
          .withMessageContaining("took this process for dead");
      assertThat(begun.getCount()).isOne();
    }
  }

  @Test
  @DisplayName("J2, K2 keeps what it has begun, also with somebody who has not heard of it yet")
  void keepsWhatIsItsOwn() throws Exception {
    try (PostgresStore other = PostgresStore.open(options.onHost("other"));
        AsyncJobManager one = machine("one")) {
      String id = one.register("task", "x", context -> waits());
      assertThat(begun.await(NET.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Set<String> workers =
          other.ask(() -> {
            Set<String> all = other.engine().workers();
            all.forEach(other.engine()::died); // as of a while ago
            return all;
          });
      assertThat(workers).hasSize(1);
      Worker heir = new Worker("heir", Set.of());
      assertThat(other.submit(new Step.Recover(heir)).get(NET.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(Step.Recovered.NOTHING);
      release.countDown();
      assertThat(one.awaitAll(NET)).isTrue();
      assertThat(one.job(id).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
    }
  }

  private AsyncJobManager machine(String host) {
    // The store says why after 4 s; on a busy machine its manager must not be the first to give up.
    return AsyncJobManager.builder()
        .store(SqlJobStore.postgres(options.onHost(host)))
        .storeTimeout(NET)
        .build();
  }

  private JobResult waits() throws InterruptedException {
    begun.countDown();
    release.await();
    return JobResult.of("done");
  }

  private static void bury(Statement statement) throws SQLException {
    assertThat(
            statement.executeUpdate("UPDATE errand.member SET left_at = 1 WHERE left_at IS NULL"))
        .isEqualTo(1);
  }

  private static boolean isDead(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT left_at IS NOT NULL FROM errand.member WHERE host = 'one'")) {
      assertThat(row.next()).isTrue();
      return row.getBoolean(1);
    }
  }
}
