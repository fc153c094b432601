package dev.errand.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many runs this manager may have running (contract A3). A slot is taken before a run is
 * claimed and given back when the run has settled or has outlived its grace. Thread-safe, without
 * locks.
 */
final class Slots {
  private final AtomicInteger used = new AtomicInteger();
  private volatile int limit;
  private volatile boolean closed;

  Slots(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  /** Changes the limit; what is taken stays taken. */
  void limit(int newLimit) {
    limit = newLimit;
  }

  /** Gives out no slot any more. */
  void close() {
    closed = true;
  }

  /** Takes as many slots as are free, at most {@code most}. */
  int takeUpTo(int most) {
    while (!closed) {
      int taken = used.get();
      int more = Math.min(most, limit - taken);
      if (more <= 0) {
        return 0;
      }
      if (used.compareAndSet(taken, taken + more)) {
        return more;
      }
    }
    return 0;
  }

  /**
   * Takes a slot whether one is free or not: for a body that lent its own and goes on. It must not
   * wait, since its wait may be over by time-out; nothing new starts until the excess is gone.
   */
  void takeBack() {
    used.incrementAndGet();
  }

  void giveBack(int count) {
    used.addAndGet(-count);
  }

  /** Whether more slots are taken than there are now. */
  boolean inExcess() {
    return used.get() > limit || closed;
  }
}
