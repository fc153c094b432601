package dev.errand.internal;

import dev.errand.Progress;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Timer;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Refused;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a store that others use, too, what the body of one attempt says (contract K3): the first
 * report at once, then the latest of each second. There is a timer for a second after a report, and
 * none while the body is silent. What the store did not take it is told again, if there is nothing
 * newer by then.
 */
final class SharedProgress {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Run attempt;
  private final JobStore store;
  private final TimeAndThreads time;
  private final BooleanSupplier isOver;

  /** The latest report, until the store has it. */
  private @Nullable Progress waiting;

  /** Whether the store is being told, or was within the last second. */
  private boolean isBusy;

  private boolean stopped;
  private @Nullable Timer timer;

  /**
   * For one attempt.
   *
   * @param isOver whether nobody wants to know any more, since the attempt is ending
   */
  SharedProgress(Run attempt, JobStore store, TimeAndThreads time, BooleanSupplier isOver) {
    this.attempt = attempt;
    this.store = store;
    this.time = time;
    this.isOver = isOver;
  }

  /** The body has said this. Never waits for the store. */
  void report(Progress latest) {
    synchronized (this) {
      boolean isOvertaken = waiting != null && waiting.number() > latest.number();
      if (!isOvertaken) {
        waiting = latest;
      }
      if (isBusy) {
        return;
      }
      isBusy = true;
    }
    tellLatest();
  }

  /** The body is gone; what it said last comes with the end. */
  synchronized void stop() {
    stopped = true;
    waiting = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void tellLatest() {
    Progress latest = next();
    if (latest != null) {
      Outcomes.then(
          store.submit(new Step.Report(attempt.registration(), attempt.epoch(), latest)),
          this::isTold,
          failure -> {
            LOG.log(Level.DEBUG, "The progress of a job could not be told", failure);
            isNotTold(latest);
          });
    }
  }

  private synchronized @Nullable Progress next() {
    Progress latest = stopped || isOver.getAsBoolean() ? null : waiting;
    waiting = null;
    isBusy = latest != null;
    return latest;
  }

  private void isTold(Transition transition) {
    if (transition instanceof Refused) {
      stop(); // it has ended, or somebody else has it
    } else {
      rest();
    }
  }

  private synchronized void isNotTold(Progress latest) {
    if (waiting == null) {
      waiting = latest;
    }
    rest();
  }

  /** The second begins with the answer: a slow store is not asked faster than it answers. */
  private synchronized void rest() {
    if (!stopped) {
      timer = time.schedule(BETWEEN, this::tellLatest);
    }
  }
}
