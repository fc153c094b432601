package dev.errand.mcp.tools;

import java.time.Duration;

/**
 * Notices when a session asks the same again and again, and lets each answer wait a little longer
 * for news: a model that polls pays for every answer. Thread-safe.
 */
final class PollGuard {
  /** Who asks less often than that does something else in between. */
  private static final long SOON = Duration.ofSeconds(20).toNanos();

  /** Whoever waits longer may be given up by its client, which has a minute or less. */
  private static final int MOST_SECONDS = 40;

  private static final int FIRST_SECONDS = 5;

  private String last = "";
  private long answeredAt = System.nanoTime() - SOON;
  private int repeats;

  /** How long this call is to wait for news before it answers. */
  synchronized Duration patience(String call) {
    boolean same = call.equals(last) && System.nanoTime() - answeredAt < SOON;
    repeats = same ? repeats + 1 : 0;
    last = call;
    // One repeat may be an accident.
    int seconds = repeats < 2 ? 0 : FIRST_SECONDS << Math.min(repeats - 2, 4);
    return Duration.ofSeconds(Math.min(seconds, MOST_SECONDS));
  }

  /** A call was answered. */
  synchronized void answered(boolean withNews) {
    answeredAt = System.nanoTime();
    if (withNews) {
      repeats = 0;
    }
  }
}
