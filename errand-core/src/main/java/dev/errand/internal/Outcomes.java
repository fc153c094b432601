package dev.errand.internal;

import dev.errand.StoreException;
import dev.errand.spi.Durations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits for the store's answer to a step. */
final class Outcomes {

  private static final Logger LOG = System.getLogger("dev.errand");
  private static final int SPINS = 500;

  private Outcomes() {}

  /**
   * Goes on with the outcome of a step, on this thread if it is there already, else on whichever
   * brings it.
   */
  static <O> void then(
      CompletableFuture<O> outcome, Consumer<O> applied, Consumer<Throwable> failed) {
    if (isThere(outcome)) {
      applied.accept(outcome.join());
      return;
    }
    var unused =
        outcome.whenComplete((value, failure) -> {
          // A future would keep to itself what is thrown here.
          try {
            if (failure == null) {
              applied.accept(value);
            } else {
              failed.accept(failure);
            }
          } catch (Throwable bug) {
            LOG.log(Level.ERROR, "What follows from a step failed", bug);
          }
        });
  }

  /** Whether the step has been answered already, and not with a failure. */
  static boolean isThere(CompletableFuture<?> outcome) {
    return outcome.isDone() && !outcome.isCompletedExceptionally();
  }

  /** Lets a moment pass, if another thread is about to answer. */
  static void spin(CompletableFuture<?> outcome) {
    for (int i = 0; i < SPINS && !outcome.isDone(); i++) {
      Thread.onSpinWait();
    }
  }

  /**
   * The outcome of a step. An interrupt does not take the step back, so it does not end the wait
   * either; it is kept for later.
   *
   * @throws StoreException if the store failed, or did not answer in time; then the outcome is
   *     unknown
   */
  static <O> O await(CompletableFuture<O> outcome, Duration timeout) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + Durations.saturatedNanos(timeout);
    try {
      while (true) {
        try {
          return outcome.isDone()
              ? outcome.get()
              : outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      // Not the store's own exception: several may wait for one, and each has a stack trace.
      throw cause instanceof StoreException known
          ? new StoreException(String.valueOf(known.getMessage()), known.outcomeUnknown(), known)
          : new StoreException("the store failed", true, cause);
    } catch (TimeoutException late) {
      throw new StoreException(
          "the store did not answer within " + Durations.words(timeout), true, late);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
