package dev.errand.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time that passes in a driver: that of work which is done. No test waits by this. */
final class Pause {

  private Pause() {}

  static void micros(long micros) throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(micros, TimeUnit.MICROSECONDS);
  }

  /** Does not let itself be interrupted. */
  static void stubbornly(long millis) {
    stubbornlyMicros(TimeUnit.MILLISECONDS.toMicros(millis));
  }

  /** Likewise, for less. */
  static void stubbornlyMicros(long wanted) {
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(wanted);
    boolean interrupted = false;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      try {
        micros(TimeUnit.NANOSECONDS.toMicros(left) + 1);
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
