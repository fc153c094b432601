package dev.errand.spi;

import java.time.Duration;

/** Durations in words: {@code 250 ms}, {@code 1.5 s}, {@code 2 min}, {@code 26 h}. */
public final class Durations {

  private Durations() {}

  /**
   * Longer than anything waits; what is longer counts as this, so that sums of nanoseconds do not
   * overflow.
   */
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** A duration in nanoseconds, a century at most. */
  public static long saturatedNanos(Duration duration) {
    return (duration.compareTo(CENTURY) > 0 ? CENTURY : duration).toNanos();
  }

  /** A duration as people would say it. */
  public static String words(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toNanos() % 1_000_000 == 0
          ? duration.toMillis() + " ms"
          : duration.toNanos() / 1_000 + " µs";
    }
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return duration.toMillis() % 1_000 == 0
          ? duration.toSeconds() + " s"
          : duration.toMillis() / 1_000.0 + " s";
    }
    return duration.compareTo(Duration.ofHours(2)) < 0
        ? duration.toMinutes() + " min"
        : duration.toHours() + " h";
  }
}
