package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import dev.errand.testkit.JobStoreConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The suite of all stores on a real server of one version, several tests at a time. */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PostgresConformance extends JobStoreConformance {
  private final Version version;
  private EmptySchemas schemas;

  PostgresConformance(Version version) {
    this.version = version;
  }

  @BeforeAll
  void begin() {
    PostgresServer server = PostgresServer.shared(version);
    server.assertDurable();
    schemas = new EmptySchemas(server.createDatabase());
  }

  @AfterAll
  void end() {
    schemas.close();
  }

  @Override
  protected JobStore open(TimeAndThreads time) {
    return schemas.open(time);
  }

  @Override
  protected long randomSteps() {
    return Long.getLong("errand.conformance.postgres", super.randomSteps());
  }
}
