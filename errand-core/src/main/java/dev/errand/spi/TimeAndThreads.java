package dev.errand.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The one seam through which a manager and its store get time and threads, so that a test can run
 * the whole of it in virtual time. Nothing in the library reads a clock, sleeps, starts a thread or
 * blocks on anything but this.
 *
 * <p>Implementations are thread-safe.
 */
public interface TimeAndThreads {

  /** Wall-clock time, for what people read. It may jump. */
  Instant now();

  /** Monotonic nanoseconds, for what is measured; only differences mean anything. */
  long nanoTime();

  /**
   * The wall-clock time of a moment that {@link #nanoTime} has just told; may lag behind a jump of
   * the wall clock by some milliseconds. Cheaper than {@link #now} for those who need both.
   */
  default Instant wallClockAt(long nanoTime) {
    return now();
  }

  /**
   * Runs a task once after a delay.
   *
   * @param delay zero and negative mean as soon as possible; spans beyond 292 years mean never
   * @param task short; it must neither block nor call anything of the user. One that throws is
   *     logged
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Starts a thread that may block (a virtual one, in production).
   *
   * @param name what thread dumps show
   */
  Thread start(String name, Runnable task);

  /** A random number, uniform in [0, 1), to spread what would fall together otherwise. */
  default double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** A latch that is shut. */
  Latch latch();

  /** The real clock, virtual threads, and one daemon thread for all timers. */
  static TimeAndThreads system() {
    return SystemTimeAndThreads.INSTANCE;
  }

  /** A task that waits for its time. */
  interface Timer {
    /** Takes the task back; does nothing once it has begun. */
    void cancel();
  }

  /** Blocks threads until it is opened, once and for ever. */
  interface Latch {
    /** Lets everybody through. */
    void open();

    /**
     * Waits until the latch is open, at most this long.
     *
     * @return whether it is open
     * @throws InterruptedException if the thread is interrupted while it waits, or was before
     */
    boolean await(Duration timeout) throws InterruptedException;
  }
}
