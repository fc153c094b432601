package dev.errand.internal;

import dev.errand.StoreException;
import dev.errand.spi.JobStore;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Submits steps so that nothing is lost when the store fails or answers late (contract J1): for
 * callers who wait for the outcome, and for those who only need to know that it will be done.
 */
final class Steps {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final Duration AFTER_STORE_FAILURE = Duration.ofSeconds(1);

  private final JobStore store;
  private final Duration timeout;
  private final TimeAndThreads time;
  private volatile boolean stopped;

  /**
   * Steps for this store.
   *
   * @param timeout how long callers wait
   */
  Steps(JobStore store, Duration timeout, TimeAndThreads time) {
    this.store = store;
    this.timeout = timeout;
    this.time = time;
  }

  JobStore store() {
    return store;
  }

  /**
   * The outcome of the step.
   *
   * @throws StoreException if the store failed, or did not answer in time
   */
  <O> O submit(Step<O> step) {
    return await(store.submit(step));
  }

  /**
   * The outcome of a step that has been submitted.
   *
   * @throws StoreException if the store failed, or did not answer in time
   */
  <O> O await(CompletableFuture<O> answer) {
    if (!store.isDurable()) {
      Outcomes.spin(answer); // it answers within a microsecond; a disk would not
    }
    return Outcomes.await(answer, timeout);
  }

  /**
   * The outcome of a step that gives the caller something.
   *
   * @param ifTooLate takes the outcome if it comes when the caller has given up waiting, and gives
   *     back what nobody will use; must not block
   * @throws StoreException if the store failed, or did not answer in time
   */
  <O> O submit(Step<O> step, Consumer<O> ifTooLate) {
    CompletableFuture<O> answer = store.submit(step);
    try {
      return await(answer);
    } catch (StoreException failure) {
      Outcomes.then(answer, ifTooLate, alreadyThrown -> {});
      throw failure;
    }
  }

  /**
   * The outcome of a step that gives something back. Once the manager is over, there is nothing
   * left to give back, and its store may be closed; closing a hold then is no failure.
   */
  <O> Optional<O> giveBack(Step<O> step) {
    try {
      return Optional.of(submit(step));
    } catch (StoreException failure) {
      if (stopped) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** {@link #insist(Step, String, Consumer)} for whom the outcome tells nothing. */
  void insist(Step<?> step, String ifFails) {
    insist(step, ifFails, outcome -> {});
  }

  /**
   * Submits a step that somebody has to take: again each second until the store does, or until the
   * manager is over. For steps that do no harm if they are applied twice. Never waits.
   *
   * @param ifFails what to log when it fails at first
   * @param then takes the outcome
   */
  <O> void insist(Step<O> step, String ifFails, Consumer<O> then) {
    Outcomes.then(
        store.submit(step),
        then,
        failure -> {
          if (isWorthAnotherTry(ifFails, failure)) {
            insistLater(step, then);
          }
        });
  }

  /** Likewise, of a step that has just failed. */
  <O> void insistLater(Step<O> step, Consumer<O> then) {
    var unused = time.schedule(AFTER_STORE_FAILURE, () -> tryAgain(step, then));
  }

  private <O> void tryAgain(Step<O> step, Consumer<O> then) {
    if (!stopped) {
      Outcomes.then(store.submit(step), then, failure -> insistLater(step, then));
    }
  }

  /** Logs the failure of a step, and says whether to insist on it. */
  boolean isWorthAnotherTry(String what, Throwable failure) {
    if (stopped) {
      // To be expected of a body that went on for longer than its manager; the next one finds it.
      LOG.log(Level.INFO, "{0}, and the manager is closed: {1}", what, failure.getMessage());
      return false;
    }
    LOG.log(Level.WARNING, what + "; it is tried again each second", failure);
    return true;
  }

  /** The manager is over: what fails from now on is left to the next one. */
  void stop() {
    stopped = true;
  }
}
