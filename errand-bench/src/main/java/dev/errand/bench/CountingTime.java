package dev.errand.bench;

import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The real time and real threads, counted: virtual threads stand in no list of the JVM's. */
final class CountingTime implements TimeAndThreads {
  private final TimeAndThreads real = TimeAndThreads.system();
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger timers = new AtomicInteger();

  /** Threads that were started and have not ended. */
  int threads() {
    return threads.get();
  }

  /** Timers that were set and have neither run nor been cancelled. */
  int timers() {
    return timers.get();
  }

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    timers.incrementAndGet();
    AtomicBoolean over = new AtomicBoolean();
    Timer timer =
        real.schedule(
            delay,
            () -> {
              end(over);
              task.run();
            });
    return () -> {
      end(over);
      timer.cancel();
    };
  }

  private void end(AtomicBoolean over) {
    if (over.compareAndSet(false, true)) {
      timers.decrementAndGet();
    }
  }

  @Override
  public Thread start(String name, Runnable task) {
    threads.incrementAndGet();
    return real.start(
        name,
        () -> {
          try {
            task.run();
          } finally {
            threads.decrementAndGet();
          }
        });
  }

  @Override
  public Latch latch() {
    return real.latch();
  }
}
