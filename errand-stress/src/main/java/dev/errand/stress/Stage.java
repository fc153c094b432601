package dev.errand.stress;

import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The seam of a manager whose threads are the actors of a stress test: what the manager wants a
 * thread for waits in a queue until an actor takes it and runs it. So the code that races in
 * production races here, but as often and as closely as jcstress can make it, and nobody has to
 * wait for a scheduler. Time stands still until {@link #pass}.
 */
final class Stage implements TimeAndThreads {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private record Wanted(String name, Runnable task) {}

  private record Due(long at, Runnable task) {}

  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Wanted> threads = new ConcurrentLinkedQueue<>();
  private final Queue<Due> timers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger missedSignals = new AtomicInteger();

  // ---- for actors and arbiters

  /** Takes what wants a thread of this name, to be run by an actor; nothing, if nothing does. */
  Runnable take(String name) {
    for (Wanted wanted : threads) {
      if (wanted.name.equals(name) && threads.remove(wanted)) {
        return wanted.task;
      }
    }
    return () -> {};
  }

  /** Runs everything that wants a thread, until nothing does. */
  void runAll() {
    for (Wanted next = threads.poll(); next != null; next = threads.poll()) {
      next.task.run();
    }
  }

  /** Lets time pass, with the timers that become due in it, but runs nothing else. */
  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
    List<Due> due = new ArrayList<>();
    timers.removeIf(timer -> timer.at <= nanos.get() && due.add(timer));
    due.sort(Comparator.comparingLong(Due::at));
    due.forEach(timer -> timer.task.run());
  }

  /** How often somebody waited in vain for a signal, and found out by looking again. */
  int missedSignals() {
    return missedSignals.get();
  }

  // ---- the seam

  @Override
  public Instant now() {
    return EPOCH.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Due due = new Due(nanos.get() + Math.max(0, delay.toNanos()), task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public Thread start(String name, Runnable task) {
    threads.add(new Wanted(name, task));
    return Thread.currentThread();
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
        // In real time, and never for long: who is not woken by then has been forgotten.
        if (timeout.isZero() || latch.await(5, TimeUnit.SECONDS)) {
          return latch.getCount() == 0;
        }
        missedSignals.incrementAndGet();
        nanos.addAndGet(timeout.toNanos());
        return false;
      }
    };
  }
}
