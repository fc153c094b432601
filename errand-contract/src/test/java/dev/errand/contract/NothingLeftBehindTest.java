package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real threads, many of them, in real time: every run that was taken in starts, ends and settles.
 */
class NothingLeftBehindTest {
  private static final int ROUNDS = 12;
  private static final int JOBS = 6_000;

  /** Counts down for each settled run; a new count for each round. */
  private static final class Settled implements JobListener {
    final AtomicReference<CountDownLatch> latch = new AtomicReference<>(new CountDownLatch(0));

    @Override
    public void onSettled(Job job) {
      latch.get().countDown();
    }
  }

  @ParameterizedTest(name = "A4 nothing is left behind: {0} slots, {1} producers")
  @CsvSource({"1, 1", "3, 4", "50, 1", "1000, 8"})
  @DisplayName("A4 nothing is left behind")
  void everyRunSettles(int slots, int producers) throws InterruptedException {
    JobOptions options = JobOptions.builder().admission(Admission.QUEUE).build();
    Settled settled = new Settled();
    try (AsyncJobManager manager =
        AsyncJobManager.builder().maxRunningJobs(slots).maxQueuedJobs(JOBS).build()) {
      manager.addListener(settled);
      for (int round = 0; round < ROUNDS; round++) {
        settled.latch.set(new CountDownLatch(JOBS));
        produce(producers, () -> manager.register("task", "nothing", ContractTest.DONE, options));
        assertThat(settled.latch.get().await(60, TimeUnit.SECONDS))
            .as("round %d: %s", round, manager.runningJobs())
            .isTrue();
        assertThat(manager.allJobs())
            .hasSize(JOBS)
            .allMatch(job -> job.status() == JobStatus.COMPLETED);
        assertThat(manager.evict(JobFilter.all())).isEqualTo(JOBS);
      }
    }
  }

  private static void produce(int producers, Runnable one) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < JOBS / producers; n++) {
                  one.run();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
