package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.JobOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract F4 with real threads: a sink that returns in the very moment in which it is abandoned.
 * The log line about that is where this test gets between the two.
 */
class SinkAbandonRaceTest {
  private static final Logger LOG = Logger.getLogger("dev.errand");

  private final CountDownLatch mayReturn = new CountDownLatch(1);
  private final CountDownLatch secondHasBegun = new CountDownLatch(1);
  private final CountDownLatch overtaken = new CountDownLatch(1);
  private final CountDownLatch allTaken = new CountDownLatch(3);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();

  private final Handler betweenTheTwo =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          mayReturn.countDown();
          awaitBriefly(secondHasBegun);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Waits as long as it takes for what would be wrong, and not for ever for what is right. */
  private static void awaitBriefly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException timedOut) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Delivery delivery) {
    if (calls.incrementAndGet() == 1) {
      hangThroughInterrupts();
    } else {
      int now = inside.incrementAndGet();
      mostInside.accumulateAndGet(now, Math::max);
      secondHasBegun.countDown();
      if (now > 1) {
        overtaken.countDown();
      }
      awaitBriefly(overtaken);
      inside.decrementAndGet();
    }
    allTaken.countDown();
  }

  private void hangThroughInterrupts() {
    while (true) {
      try {
        mayReturn.await();
        return;
      } catch (InterruptedException timedOut) {
        continue;
      }
    }
  }

  @Test
  @DisplayName("F4 a sink that returns while it is being abandoned leaves one lane, not two")
  void oneLane() throws InterruptedException {
    LOG.addHandler(betweenTheTwo);
    LOG.setUseParentHandlers(false);
    try (AsyncJobManager manager =
        AsyncJobManager.builder()
            .sinkTimeout(Duration.ofSeconds(2))
            .sinkAbandon(Duration.ofMillis(100))
            .onJobComplete(this::deliver)
            .build()) {
      JobOptions mine = JobOptions.builder().owner("me").build();
      for (int i = 0; i < 3; i++) {
        manager.register("task", "label", ContractTest.DONE, mine);
      }
      assertThat(allTaken.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      LOG.removeHandler(betweenTheTwo);
      LOG.setUseParentHandlers(true);
    }
    assertThat(mostInside).hasValue(1);
  }
}
