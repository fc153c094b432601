package dev.errand.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times for people. */
final class Times {
  private static final int HOURS_IN_DAY = 24;

  private Times() {}

  /** For instance {@code 3s}, {@code 2m05s}, {@code 1h02m}, {@code 3d04h}. */
  static String shortly(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return "%dm%02ds".formatted(seconds / 60, seconds % 60);
    }
    long hours = seconds / 3_600;
    return hours < HOURS_IN_DAY
        ? "%dh%02dm".formatted(hours, seconds % 3_600 / 60)
        : "%dd%02dh".formatted(hours / HOURS_IN_DAY, hours % HOURS_IN_DAY);
  }

  /** For instance {@code 2026-11-26T02:00:00Z, 5m00s ago}. */
  static String ago(Instant then) {
    return then.truncatedTo(ChronoUnit.SECONDS)
        + ", "
        + shortly(Duration.between(then, Instant.now()))
        + " ago";
  }
}
