package dev.errand.cli.client;

import java.util.concurrent.TimeUnit;

/** How long to go on trying: a minute without progress, with pauses that grow. For one thread. */
final class Patience {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long FIRST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 1_000;

  private long lastProgress = System.nanoTime();
  private long pause = FIRST_PAUSE;

  /** Something has come. */
  void progress() {
    lastProgress = System.nanoTime();
    pause = FIRST_PAUSE;
  }

  /** Makes a pause; {@code false} if it has been too long. */
  boolean pause() {
    if (System.nanoTime() - lastProgress > NANOS) {
      return false;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException wanted) {
      Thread.currentThread().interrupt();
      return false;
    }
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    return true;
  }
}
