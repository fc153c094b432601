package dev.errand.internal;

import dev.errand.spi.Durations;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;

/** Waits that go on through interrupts. */
final class Latches {

  private Latches() {}

  /** Waits at most this long; an interrupt is kept for later. Returns whether the latch is open. */
  static boolean awaitThroughInterrupts(TimeAndThreads time, Latch latch, Duration timeout) {
    boolean interrupted = false;
    long deadline = time.nanoTime() + Durations.saturatedNanos(timeout);
    try {
      while (true) {
        try {
          return latch.await(Duration.ofNanos(Math.max(0, deadline - time.nanoTime())));
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
