package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.testkit.JobStoreConformance;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

/** The suite of all stores on SQLite. */
@DisplayName("The SQLite store")
class SqliteConformanceTest extends JobStoreConformance {
  private static final AtomicInteger FILES = new AtomicInteger();

  @TempDir static Path folder;

  @Override
  protected JobStore open(TimeAndThreads time) {
    Path file = folder.resolve("conformance-" + FILES.incrementAndGet() + ".db");
    return SqlJobStore.sqlite(file, Synchronous.FULL, time);
  }

  @Override
  protected long randomSteps() {
    return Long.getLong("errand.conformance.sqlite", super.randomSteps());
  }
}
