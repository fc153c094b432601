package dev.errand.spi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real clock and real threads. One platform thread serves all timers of the process. */
final class SystemTimeAndThreads implements TimeAndThreads {
  static final SystemTimeAndThreads INSTANCE = new SystemTimeAndThreads();

  private static final Logger LOG = System.getLogger("dev.errand");

  /** How long one reading of the wall clock serves: reading it takes longer than adding to it. */
  private static final long ANCHOR_NANOS = 10_000_000;

  /** The two clocks, read together. */
  private record Anchor(long nanoTime, Instant wallClock) {}

  private volatile Anchor anchor = new Anchor(System.nanoTime(), Instant.now());

  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("errand-timers").factory());

  private SystemTimeAndThreads() {
    // Cancelled timers (most of them: timeouts of jobs that ended in time) must not pile up until
    // they are due.
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant wallClockAt(long nanoTime) {
    Anchor known = anchor;
    long since = nanoTime - known.nanoTime;
    if (Math.abs(since) > ANCHOR_NANOS) {
      known = new Anchor(System.nanoTime(), Instant.now());
      anchor = known;
      since = nanoTime - known.nanoTime;
    }
    return known.wallClock.plusNanos(since);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> timer =
        timers.schedule(
            () -> runLogged(task), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public Thread start(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  @Override
  public Latch latch() {
    CountDownLatch latch = new CountDownLatch(1);
    return new Latch() {
      @Override
      public void open() {
        latch.countDown();
      }

      @Override
      public boolean await(Duration timeout) throws InterruptedException {
        return latch.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
      }
    };
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      LOG.log(Level.ERROR, "A timer's task failed", failure);
    }
  }
}
