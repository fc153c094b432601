package dev.errand.testkit;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link JobStore} must do. The author of a store writes one subclass, which opens an
 * empty store:
 *
 * <pre>{@code
 * class MyStoreConformanceTest extends JobStoreConformance {
 *   @Override
 *   protected JobStore open(TimeAndThreads time) {
 *     return new MyStore(newEmptyDatabase(), time);
 *   }
 * }
 * }</pre>
 *
 * <p>Each test opens a store of its own and closes it; {@code @BeforeEach} and {@code @AfterEach}
 * methods of the subclass run around that. The store must live by the given time, all of it: what
 * passes in a test is virtual, in whole milliseconds. It may answer on other threads; real
 * time-outs are generous. Names of tests begin with the clause of the contract that they prove,
 * where there is one.
 *
 * <p>{@link RandomSteps} takes longest; system properties or environment variables say how long,
 * see there.
 */
@DisplayName("A job store")
public abstract class JobStoreConformance {

  /** For subclasses. */
  protected JobStoreConformance() {}

  /** Opens a new, empty store that lives by this time. Called at least once for each test. */
  protected abstract JobStore open(TimeAndThreads time);

  @Nested
  @DisplayName("gives out ids")
  class Ids extends IdConformance {
    Ids() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("admits, queues or refuses")
  class Admits extends AdmissionConformance {
    Admits() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("knows keys again")
  class Keys extends KeyConformance {
    Keys() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("gives queued runs to workers")
  class Claims extends ClaimConformance {
    Claims() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("keeps the time of queued runs")
  class Waits extends WaitConformance {
    Waits() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("does to a run what Transitions say")
  class Changes extends TransitionConformance {
    Changes() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("ends runs")
  class Ends extends EndConformance {
    Ends() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("cancels and forgets")
  class Cancels extends CancelConformance {
    Cancels() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("shows runs")
  class Reads extends ReadConformance {
    Reads() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("hints at changes, and closes")
  class HintsAndCloses extends HintConformance {
    HintsAndCloses() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("does what a naive store does")
  class Random extends RandomSteps {
    Random() {
      super(JobStoreConformance.this::open);
    }
  }
}
