package dev.errand.internal;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a failed delivery waits for its next attempt (contract F5): twice as long each time, at
 * most 30 s, and spread, so that what failed together does not come again together; at the cap the
 * spread goes below it.
 */
final class BackOff {
  private static final long FIRST = Duration.ofMillis(500).toNanos();
  private static final long CAP = Duration.ofSeconds(30).toNanos();
  private static final long JITTER = Duration.ofMillis(200).toNanos();
  private static final int MOST_DOUBLINGS = 8;

  private BackOff() {}

  /**
   * The wait before a retry.
   *
   * @param retry 1 for the first retry
   * @param random uniform in [0, 1)
   */
  static Duration before(int retry, DoubleSupplier random) {
    long base = Math.min(CAP, FIRST << Math.min(retry - 1, MOST_DOUBLINGS));
    long jitter = (long) (random.getAsDouble() * JITTER);
    return Duration.ofNanos(base == CAP ? base - jitter : base + jitter);
  }
}
