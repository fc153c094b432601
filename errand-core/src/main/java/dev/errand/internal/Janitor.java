package dev.errand.internal;

import dev.errand.spi.Durations;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks after what becomes due with time: queued runs whose start has come or whose patience is
 * over. However many of them there are, there is one timer, set to the next of them; the store
 * knows who it is.
 */
final class Janitor {
  private final TimeAndThreads time;
  private final Runnable sweep;
  private @Nullable Timer timer;
  private long dueAt;
  private boolean stopped;

  Janitor(TimeAndThreads time, Runnable sweep) {
    this.time = time;
    this.sweep = sweep;
  }

  /** Something is due by then. */
  synchronized void wakeIn(Duration delay) {
    if (stopped) {
      return;
    }
    long due = time.nanoTime() + Durations.saturatedNanos(delay);
    if (timer != null) {
      if (dueAt - due <= 0) {
        return;
      }
      timer.cancel();
    }
    dueAt = due;
    timer = time.schedule(delay, this::work);
  }

  /** No more sweeps begin. */
  synchronized void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void work() {
    synchronized (this) {
      timer = null;
      if (stopped) {
        return;
      }
    }
    sweep.run();
  }
}
