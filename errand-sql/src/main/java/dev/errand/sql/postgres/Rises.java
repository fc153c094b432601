package dev.errand.sql.postgres;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How often this process was taken for dead, and then heard of. Thread-safe. */
final class Rises {
  /** The longest beat, and the time that a connection may take to come back. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(4);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long times;

  long times() {
    lock.lock();
    try {
      return times;
    } finally {
      lock.unlock();
    }
  }

  void once() {
    lock.lock();
    try {
      times++;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it was more often than this; false if that has not come after some seconds. */
  boolean awaitMore(long than) {
    lock.lock();
    try {
      long left = PATIENCE;
      while (times <= than && left > 0) {
        left = more.awaitNanos(left);
      }
      return times > than;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
