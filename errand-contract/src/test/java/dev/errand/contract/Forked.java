package dev.errand.contract;

import dev.errand.spi.TimeAndThreads;
import java.util.concurrent.Callable;

/** A call on a thread of its own, which may wait in it and be interrupted. */
final class Forked<T> {
  private final Thread thread;
  private volatile boolean over;
  private volatile T result;
  private volatile Throwable failure;

  Forked(TimeAndThreads time, Callable<T> call) {
    thread = time.start("forked", () -> run(call));
  }

  private void run(Callable<T> call) {
    try {
      result = call.call();
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      over = true;
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isOver() {
    return over;
  }

  /** What the call returned; it must have. */
  T result() {
    if (!over || failure != null) {
      throw new AssertionError("the call has not returned", failure);
    }
    return result;
  }

  /** What the call threw; it must have. */
  Throwable failure() {
    if (failure == null) {
      throw new AssertionError("the call has not thrown; it is over: " + over);
    }
    return failure;
  }
}
