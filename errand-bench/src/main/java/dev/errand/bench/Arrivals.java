package dev.errand.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts messages on both sides of a benchmark; any number of threads may receive them. */
final class Arrivals {
  private final int expected;
  private final AtomicInteger arrived = new AtomicInteger();
  private final CountDownLatch all = new CountDownLatch(1);

  Arrivals(int expected) {
    this.expected = expected;
  }

  /** A message is here; looks into it, so that it must really have been made. */
  void take(String message) {
    if (message.isEmpty()) {
      throw new IllegalArgumentException("an empty message");
    }
    if (arrived.incrementAndGet() == expected) {
      all.countDown();
    }
  }

  /** Returns when all are here. */
  void await() throws InterruptedException {
    if (!all.await(1, TimeUnit.MINUTES)) {
      expectNoMore();
    }
  }

  /** Fails unless exactly as many have come as were expected. */
  void expectNoMore() {
    Expect.count("messages", expected, arrived.get());
  }
}
