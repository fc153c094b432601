package dev.errand.shell.log;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The clock of a keeper: stands still until it is told to go on, and is the signal that the keeper
 * looks, for each look asks it.
 */
final class LookClock implements LongSupplier {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition looked = lock.newCondition();
  private final LongSupplier base;
  private long added;

  private LookClock(LongSupplier base) {
    this.base = base;
  }

  static LookClock still() {
    return new LookClock(() -> 0);
  }

  static LookClock real() {
    return new LookClock(System::nanoTime);
  }

  void advance(Duration time) {
    lock.lock();
    try {
      added += time.toNanos();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long getAsLong() {
    lock.lock();
    try {
      looked.signalAll();
      return base.getAsLong() + added;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for what a look brings about. */
  void await(BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(60);
      while (!condition.getAsBoolean()) {
        left = looked.awaitNanos(left);
        if (left <= 0) {
          throw new AssertionError("it has not come about within 60 s");
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
