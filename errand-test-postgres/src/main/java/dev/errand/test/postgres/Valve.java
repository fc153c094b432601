package dev.errand.test.postgres;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets through what flows one way, or keeps it back until it is opened. */
final class Valve {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean open = true;

  void set(boolean nowOpen) {
    lock.lock();
    try {
      open = nowOpen;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitOpen() {
    lock.lock();
    try {
      while (!open) {
        opened.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
