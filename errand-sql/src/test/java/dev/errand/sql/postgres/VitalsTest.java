package dev.errand.sql.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spi.Gauge;
import dev.errand.spi.JobStore;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a database is that a store is in. */
@DisplayName("The vitals of a database")
class VitalsTest {

  @Test
  @DisplayName("are nothing to warn of as a rule")
  void well() {
    assertThat(new Vitals(Duration.ofSeconds(59), 49_999, 10).warning()).isEmpty();
    assertThat(new Vitals(Duration.ZERO, 90_000, 90_001).warning()).isEmpty();
  }

  @Test
  @DisplayName("tell of a transaction that stays open, and of rows that pile up")
  void ill() {
    assertThat(new Vitals(Duration.ofSeconds(61), 0, 0).warning())
        .contains("open in the database for 61 s", "Vacuum and old snapshots");
    assertThat(new Vitals(Duration.ZERO, 90_001, 90_000).warning())
        .contains("90,001 deleted rows are still there, beside 90,000");
  }

  @Test
  @DisplayName("show a transaction of somebody else that is open")
  void snapshot() throws Exception {
    String url = PostgresServer.shared(Version.V18).createDatabase();
    try (JobStore store = SqlJobStore.postgres(url);
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(statement.execute("SELECT count(*) FROM errand.run")).isTrue();
      double first = oldest(store);
      assertThat(first).isPositive();
      while (oldest(store) <= first) {
        Thread.onSpinWait(); // it gets older
      }
      assertThat(SqlJobStore.look(PostgresOptions.at(url)).slowness()).isEmpty();
    }
  }

  private static double oldest(JobStore store) {
    return store.gauges().stream()
        .filter(gauge -> gauge.name().equals("errand_store_oldest_snapshot_seconds"))
        .mapToDouble(Gauge::value)
        .findFirst()
        .orElseThrow();
  }
}
