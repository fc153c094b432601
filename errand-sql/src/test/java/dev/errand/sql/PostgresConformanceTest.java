package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import dev.errand.testkit.JobStoreConformance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

/** The suite of all stores on PostgreSQL 18. */
@DisplayName("The PostgreSQL store")
class PostgresConformanceTest extends JobStoreConformance {
  private static EmptySchemas schemas;

  @BeforeAll
  static void begin() {
    PostgresServer server = PostgresServer.shared(Version.V18);
    server.assertDurable();
    schemas = new EmptySchemas(server.createDatabase());
  }

  @AfterEach
  void giveBack() {
    schemas.giveBack();
  }

  @Override
  protected JobStore open(TimeAndThreads time) {
    return SqlJobStore.postgres(schemas.take(), time);
  }
}
