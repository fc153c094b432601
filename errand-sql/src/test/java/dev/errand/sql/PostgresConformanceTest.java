package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import dev.errand.testkit.JobStoreConformance;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

/** The suite of all stores on PostgreSQL. */
@DisplayName("The PostgreSQL store")
class PostgresConformanceTest extends JobStoreConformance {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static String url = "";

  @BeforeAll
  static void begin() {
    PostgresServer server = PostgresServer.shared(Version.V18);
    server.assertDurable();
    url = server.createDatabase();
  }

  @Override
  protected JobStore open(TimeAndThreads time) {
    return SqlJobStore.postgres(
        PostgresOptions.at(url).inSchema("s" + SCHEMAS.incrementAndGet()), time);
  }
}
