package dev.errand.contract;

import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.testkit.JobStoreConformance;
import org.junit.jupiter.api.DisplayName;

/** The store on the heap does what every store must do. */
@DisplayName("The memory store")
class MemoryStoreConformanceTest extends JobStoreConformance {

  @Override
  protected JobStore open(TimeAndThreads time) {
    return new MemoryStore(time);
  }
}
