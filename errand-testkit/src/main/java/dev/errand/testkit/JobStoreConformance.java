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
 * <p>Each test opens a store of its own and closes it, but those of a factory, hundreds of them,
 * which take turns with one; {@code @BeforeEach} and {@code @AfterEach} methods of the subclass run
 * around that. The store must live by the given time, all of it: what passes in a test is virtual,
 * in whole milliseconds. It may answer on other threads; real time-outs are generous. Names of
 * tests begin with the clause of the contract that they prove, where there is one.
 *
 * <p>{@link RandomSteps} takes longest; system properties or environment variables say how long,
 * see there.
 */
@DisplayName("A job store")
public abstract class JobStoreConformance {

  /** For subclasses. */
  protected JobStoreConformance() {}

  /**
   * Opens a new, empty store that lives by this time. Called at least once for each test that is no
   * factory's.
   */
  protected abstract JobStore open(TimeAndThreads time);

  /**
   * How many random steps a seed makes, unless {@code errand.conformance.steps} says otherwise; by
   * default 2,500. After each the store is read in some forty ways, which a slow one may find too
   * much.
   */
  protected long randomSteps() {
    return 2_500;
  }

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
  @DisplayName("gives mail to whom it belongs")
  class Routes extends RouteConformance {
    Routes() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("hands out the mail of a lane")
  class Lanes extends LaneConformance {
    Lanes() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("hands out mail in batches")
  class Batches extends BatchConformance {
    Batches() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("records what became of attempts")
  class Verdicts extends VerdictConformance {
    Verdicts() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("takes verdicts that come late")
  class LateVerdicts extends LateVerdictConformance {
    LateVerdicts() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("buries what fails")
  class DeadLetters extends DeadLetterConformance {
    DeadLetters() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("puts dead letters back")
  class Redeliveries extends RedeliveryConformance {
    Redeliveries() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("leases mail to readers")
  class Pulls extends PullConformance {
    Pulls() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("holds mail back")
  class Holds extends HoldConformance {
    Holds() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("holds from the registration on")
  class RegistrationHolds extends RegistrationHoldConformance {
    RegistrationHolds() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("knows what has been consumed")
  class Consumes extends ConsumeConformance {
    Consumes() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("mutes")
  class Mutes extends MuteConformance {
    Mutes() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("gives up what a worker had")
  class Retires extends RetireConformance {
    Retires() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("does to mail what MailTransitions say")
  class ChangesMail extends MailTransitionConformance {
    ChangesMail() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("keeps what has ended for a while")
  class Retention extends RetentionConformance {
    Retention() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("forgets")
  class Forgets extends ForgettingConformance {
    Forgets() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("keeps mail that nobody takes")
  class Expiry extends ExpiryConformance {
    Expiry() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("shows mail")
  class MailReads extends MailReadConformance {
    MailReads() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("hints at mail")
  class MailHints extends MailHintConformance {
    MailHints() {
      super(JobStoreConformance.this::open);
    }
  }

  @Nested
  @DisplayName("does what a naive store does")
  class Random extends RandomSteps {
    Random() {
      super(JobStoreConformance.this::open, randomSteps());
    }
  }
}
