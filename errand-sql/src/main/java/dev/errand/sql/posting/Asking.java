package dev.errand.sql.posting;

import dev.errand.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers on behalf of callers of a store. */
public final class Asking {
  private static final long PATIENCE_SECONDS = 30;

  private final Failures failures;

  /** What fails is told in these words. */
  public Asking(Failures failures) {
    this.failures = failures;
  }

  /** An answer; an interrupt does not end the wait, and is kept for later. */
  public <T> T await(CompletableFuture<T> answer) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        try {
          return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof StoreException known ? known : failures.refused(failure);
    } catch (TimeoutException late) {
      throw failures.slow();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
