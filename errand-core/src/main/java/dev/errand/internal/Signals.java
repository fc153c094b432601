package dev.errand.internal;

import dev.errand.spi.Durations;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for a condition whenever it may have become true. Thread-safe. */
final class Signals {
  /** Hints of the store may get lost; so a waiter also looks by itself now and then. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** How a thread waits: some lend something to others meanwhile. */
  interface Waiting {
    void on(Latch latch, Duration timeout) throws InterruptedException;
  }

  /** Just waits. */
  static final Waiting PLAINLY =
      (latch, timeout) -> {
        boolean unused = latch.await(timeout);
      };

  private final TimeAndThreads time;
  private final List<Latch> waiting = new CopyOnWriteArrayList<>();

  Signals(TimeAndThreads time) {
    this.time = time;
  }

  /** The condition may have become true. */
  void fire() {
    if (!waiting.isEmpty()) {
      waiting.forEach(Latch::open);
    }
  }

  /** Waits until the condition holds; false if it does not within the timeout. */
  boolean await(BooleanSupplier condition, Duration timeout, Waiting how)
      throws InterruptedException {
    if (condition.getAsBoolean()) {
      return true;
    }
    long deadline = time.nanoTime() + Durations.saturatedNanos(timeout);
    while (true) {
      Latch latch = time.latch();
      waiting.add(latch);
      try {
        // Looked at after the latch is there: a signal that comes now opens it.
        if (condition.getAsBoolean()) {
          return true;
        }
        long left = deadline - time.nanoTime();
        if (left <= 0) {
          return false;
        }
        how.on(latch, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
      } finally {
        waiting.remove(latch);
      }
    }
  }
}
