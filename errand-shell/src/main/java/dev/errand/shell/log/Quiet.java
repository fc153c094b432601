package dev.errand.shell.log;

import java.time.Duration;

/**
 * What to do when a run has printed nothing for some time. Called once for each such time; while
 * the keeper holds the writer stopped, the time does not count.
 *
 * @param after how long; noticed within some 100 ms
 * @param then called on the thread of the {@link LogKeeper}: must be quick
 */
public record Quiet(Duration after, Runnable then) {
  /**
   * Checks the time.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Quiet {
    if (!after.isPositive()) {
      throw new IllegalArgumentException("The time without output must be positive: " + after);
    }
  }
}
