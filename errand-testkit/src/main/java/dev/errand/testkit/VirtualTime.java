package dev.errand.testkit;

import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when the test says so, and threads of which one runs at a time. What a
 * manager does under it is the same at every run.
 *
 * <p>The test's own thread drives: {@link #runReady} lets every thread run until it waits or has
 * ended, {@link #advance} lets time pass. A call that blocks ({@code awaitJobs}, {@code close})
 * drives by itself: threads run and time passes until it has what it waits for.
 *
 * <p>A body under virtual time must wait on nothing but {@link #latch} and {@link #sleep}; one that
 * blocks elsewhere is found after {@value #WATCHDOG_SECONDS} seconds of real time and named with
 * its stack. {@link #seeded} picks the next thread at random, so that a test can look at many
 * orders; {@link #create} goes first come, first served.
 *
 * <p>To be driven by one thread; everything else is thread-safe.
 */
public final class VirtualTime implements TimeAndThreads {
  static final int WATCHDOG_SECONDS = 20;

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration CENTURY = Duration.ofDays(36_500);

  private record Due(long at, long sequence, Runnable task) {}

  private final @Nullable SplittableRandom random;
  private final SplittableRandom jitter;
  private final List<Actor> ready = new ArrayList<>();
  private final List<Actor> idle = new ArrayList<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::sequence));
  private long nanos;
  private long sequence;
  private Duration clockOffset = Duration.ZERO;

  private VirtualTime(@Nullable SplittableRandom random) {
    this.random = random;
    this.jitter = random == null ? new SplittableRandom(0) : random.split();
  }

  /** Virtual time in which threads run first come, first served. */
  public static VirtualTime create() {
    return new VirtualTime(null);
  }

  /** Virtual time in which the next thread is picked at random, the same way for the same seed. */
  public static VirtualTime seeded(long seed) {
    return new VirtualTime(new SplittableRandom(seed));
  }

  // ---- for the test

  /** Lets every thread run until it waits or has ended. No time passes. */
  public void runReady() {
    refuseActors();
    for (Actor next = nextReady(); next != null; next = nextReady()) {
      next.runUntilItWaits();
    }
  }

  /** Lets this much time pass, with everything that happens in it. */
  public void advance(Duration duration) {
    boolean unused = driveUntil(() -> false, duration);
  }

  /** Lets the wall clock jump, forth or back, while no time passes. */
  public synchronized void jumpClock(Duration duration) {
    clockOffset = clockOffset.plus(duration);
  }

  /** How many tasks wait for their time. */
  public synchronized int pendingTimers() {
    return timers.size();
  }

  // ---- for bodies, sinks and listeners

  /** Waits for this much virtual time. */
  public void sleep(Duration duration) throws InterruptedException {
    boolean unused = latch().await(duration);
  }

  // ---- the seam

  @Override
  public synchronized Instant now() {
    return EPOCH.plusNanos(nanos).plus(clockOffset);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable task) {
    Due due = new Due(after(delay), sequence++, task);
    timers.add(due);
    return () -> cancel(due);
  }

  @Override
  public synchronized Thread start(String name, Runnable task) {
    Actor actor = idle.isEmpty() ? new Actor(this) : idle.remove(idle.size() - 1);
    actor.assign(name, task);
    ready.add(actor);
    return actor;
  }

  @Override
  public synchronized double random() {
    return jitter.nextDouble();
  }

  @Override
  public Latch latch() {
    return new VirtualLatch(this);
  }

  // ---- how it works

  /**
   * Runs threads and lets time pass until the condition holds; false if it does not within the
   * time.
   */
  boolean driveUntil(BooleanSupplier condition, Duration timeout) {
    refuseActors();
    long deadline;
    synchronized (this) {
      deadline = after(timeout);
    }
    while (true) {
      runReadyUntil(condition);
      if (condition.getAsBoolean()) {
        return true;
      }
      Due due = nextDue(deadline);
      if (due == null) {
        return false;
      }
      due.task().run();
    }
  }

  /** A thread that waited may go on. */
  synchronized void makeReady(Actor actor) {
    ready.add(actor);
  }

  /** A thread has nothing to do any more. */
  synchronized void retire(Actor actor) {
    idle.add(actor);
  }

  /** A thread that is idle ends for good; false if it has just got a task. */
  synchronized boolean dismiss(Actor actor) {
    return idle.remove(actor);
  }

  private void runReadyUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Actor next = nextReady();
      if (next == null) {
        return;
      }
      next.runUntilItWaits();
    }
  }

  private synchronized @Nullable Actor nextReady() {
    if (ready.isEmpty()) {
      return null;
    }
    return ready.remove(random == null ? 0 : random.nextInt(ready.size()));
  }

  /** Moves time to the next timer, or to the deadline if none is due before it. */
  private synchronized @Nullable Due nextDue(long deadline) {
    Due next = timers.peek();
    if (next == null || next.at() > deadline) {
      nanos = deadline;
      return null;
    }
    nanos = Math.max(nanos, next.at());
    return timers.poll();
  }

  private synchronized void cancel(Due due) {
    timers.remove(due);
  }

  /** The moment after this delay; a century hence counts as never. */
  synchronized long after(Duration delay) {
    return nanos + Math.max(0, delay.compareTo(CENTURY) > 0 ? CENTURY.toNanos() : delay.toNanos());
  }

  private void refuseActors() {
    if (Thread.currentThread() instanceof Actor) {
      throw new IllegalStateException(
          "only the test's own thread drives virtual time; a body waits with sleep() or latch()");
    }
  }
}
