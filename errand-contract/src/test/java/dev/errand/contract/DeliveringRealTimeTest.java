package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** F1, F4 and F7 with real threads: what nobody can show who lets one thread run at a time. */
class DeliveringRealTimeTest {
  private static final int PRODUCERS = 4;
  private static final int OWNERS = 5;
  private static final int JOBS = 4_000;

  private final CountDownLatch taken = new CountDownLatch(JOBS);
  private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
  private final Queue<Delivery> calls = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean twoAtOnce = new AtomicBoolean();
  private final Queue<Job> endedWithoutDelivery = new ConcurrentLinkedQueue<>();

  /** Takes most deliveries, and fails now and then at the first attempt. */
  private void deliver(Delivery delivery) {
    AtomicInteger mine =
        inside.computeIfAbsent(delivery.owner().orElse(""), owner -> new AtomicInteger());
    if (mine.incrementAndGet() > 1) {
      twoAtOnce.set(true);
    }
    calls.add(delivery);
    Thread.yield();
    mine.decrementAndGet();
    if (delivery.attempt() == 1 && delivery.runId().hashCode() % 50 == 0) {
      throw new IllegalStateException("no");
    }
    taken.countDown();
  }

  @Test
  @DisplayName("F1 F4 F7 real threads: an end has its delivery, one call a lane, nothing is lost")
  void nothingLost() throws InterruptedException {
    try (AsyncJobManager manager =
        AsyncJobManager.builder().maxQueuedJobs(JOBS).onJobComplete(this::deliver).build()) {
      AtomicBoolean over = new AtomicBoolean();
      Thread looker = Thread.ofPlatform().start(() -> look(manager, over));
      produce(manager);
      assertThat(taken.await(60, TimeUnit.SECONDS)).as("left: %s", taken.getCount()).isTrue();
      assertThat(manager.drainDeliveries(Duration.ofSeconds(30))).isTrue();
      over.set(true);
      looker.join();

      assertThat(manager.allJobs())
          .hasSize(JOBS)
          .allMatch(job -> job.delivery().status() == DeliveryStatus.DELIVERED);
    }
    assertThat(endedWithoutDelivery).isEmpty();
    assertThat(twoAtOnce).isFalse();
    assertThat(calls.stream().filter(call -> call.attempt() == 1).map(Delivery::deliveryId))
        .hasSize(JOBS)
        .doesNotHaveDuplicates();
    long failed = calls.stream().filter(call -> call.runId().hashCode() % 50 == 0).count();
    assertThat(calls).hasSize(JOBS + (int) failed / 2);
  }

  private void produce(AsyncJobManager manager) throws InterruptedException {
    List<Thread> producers = new ArrayList<>();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      Random luck = new Random(producer);
      producers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < JOBS / PRODUCERS; i++) {
                  JobOptions.Builder options = JobOptions.builder().admission(Admission.QUEUE);
                  int owner = luck.nextInt(OWNERS + 1);
                  if (owner < OWNERS) {
                    options.owner("owner-" + owner);
                  }
                  manager.register("task", "label", ContractTest.DONE, options.build());
                }
              }));
    }
    for (Thread producer : producers) {
      producer.join();
    }
  }

  /** Looks for the moment that must not be: between an end and its delivery. */
  private void look(AsyncJobManager manager, AtomicBoolean over) {
    while (!over.get()) {
      for (Job job : manager.recentJobs(50)) {
        if (job.delivery().status() == DeliveryStatus.NOT_DUE) {
          endedWithoutDelivery.add(job);
        }
      }
    }
  }
}
