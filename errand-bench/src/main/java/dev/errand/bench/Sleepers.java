package dev.errand.bench;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** The threads of bodies that do nothing until they are interrupted. */
final class Sleepers {
  private final AtomicReferenceArray<Thread> threads;

  Sleepers(int count) {
    threads = new AtomicReferenceArray<>(count);
  }

  /** The body: parks until it is interrupted. */
  void sleep(int index) {
    threads.set(index, Thread.currentThread());
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
  }

  /** Returns when every body is parked. */
  void awaitAsleep() {
    for (int i = 0; i < threads.length(); i++) {
      int index = i;
      Await.until("body asleep", () -> isAsleep(threads.get(index)));
    }
  }

  private static boolean isAsleep(Thread thread) {
    return thread != null && thread.getState() == Thread.State.WAITING;
  }

  Thread thread(int index) {
    return threads.get(index);
  }

  /** Forgets the threads, which must have ended. */
  void clear() {
    for (int i = 0; i < threads.length(); i++) {
      Thread gone = threads.getAndSet(i, null);
      Expect.count("threads still alive", 0, gone.isAlive() ? 1 : 0);
    }
  }
}
