package dev.errand.bench;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs jobs for {@link RetainedHeap}: with an id of the manager's choice, no owner, and a text of
 * 16 characters that no other job has. They share their type and their label.
 */
final class UnownedJobs implements AutoCloseable {
  private static final JobOptions OPTIONS = JobOptions.builder().admission(Admission.QUEUE).build();

  private final LongAdder delivered = new LongAdder();
  private final CrowdedManager crowd;

  UnownedJobs(Duration retention) {
    crowd =
        new CrowdedManager(
            builder -> builder.retention(retention).onJobComplete(letter -> delivered.increment()));
  }

  AsyncJobManager manager() {
    return crowd.manager;
  }

  /** Runs so many, with all that a job goes through: it is started, ended, settled, delivered. */
  void run(int count) throws InterruptedException {
    delivered.reset();
    Semaphore permits = new Semaphore(CrowdedManager.SLOTS);
    for (int i = 0; i < count; i++) {
      permits.acquire();
      String text = text(i);
      crowd.manager.register(
          "bench",
          "no-op",
          context -> {
            permits.release();
            return JobResult.of(text);
          },
          OPTIONS);
    }
    if (!crowd.manager.awaitAll(Duration.ofMinutes(1))) {
      throw new IllegalStateException("jobs go on");
    }
    crowd.awaitNothingPending();
    Expect.count("deliveries", count, delivered.sum());
  }

  /** A new string each time: 16 digits. */
  static String text(int number) {
    return Long.toHexString((1L << 60) + number);
  }

  void awaitAllForgotten() {
    crowd.awaitAllForgotten();
  }

  @Override
  public void close() {
    crowd.close();
  }
}
