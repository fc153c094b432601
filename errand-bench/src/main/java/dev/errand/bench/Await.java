package dev.errand.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what nobody signals. Asks often enough not to add to what is timed, and fails rather
 * than hang.
 */
final class Await {
  private static final long POLL_NANOS = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private Await() {}
}
