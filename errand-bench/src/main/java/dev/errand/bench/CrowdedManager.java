package dev.errand.bench;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/** A real manager on the memory store, and the means to fill it with ended jobs. */
final class CrowdedManager implements AutoCloseable {
  static final int SLOTS = 1_000;

  final AsyncJobManager manager;

  /** One with the settings that all have in common. */
  CrowdedManager() {
    this(builder -> builder);
  }

  /**
   * One with further settings. The queue bound is never reached and the store never late: nothing
   * is refused while it is timed. Retention is on, and longer than any measurement takes.
   */
  CrowdedManager(UnaryOperator<AsyncJobManager.Builder> settings) {
    manager =
        settings
            .apply(
                AsyncJobManager.builder()
                    .maxRunningJobs(SLOTS)
                    .maxQueuedJobs(Integer.MAX_VALUE)
                    .storeTimeout(Duration.ofMinutes(1))
                    .retention(Duration.ofHours(1)))
            .build();
  }

  /** Runs that many no-op jobs of this owner, which the manager keeps from now on. */
  void keep(String owner, int count) throws InterruptedException {
    JobOptions options = queued(owner);
    Semaphore permits = new Semaphore(SLOTS);
    JobBody body =
        context -> {
          permits.release();
          return JobResult.empty();
        };
    for (int i = 0; i < count; i++) {
      permits.acquire();
      manager.register("bench", "kept", body, options);
    }
    permits.acquire(SLOTS);
    awaitNoneRunning(JobFilter.owner(owner));
    awaitNothingPending();
    expectKept(owner, count);
  }

  /** Fails unless exactly so many jobs of this owner are kept. */
  void expectKept(String owner, int count) {
    Expect.count("kept jobs of " + owner, count, manager.allJobs(JobFilter.owner(owner)).size());
  }

  /** Returns when the manager lists no running job of this filter. */
  void awaitNoneRunning(JobFilter filter) {
    Await.until("no job running", () -> manager.runningJobs(filter).isEmpty());
  }

  /** Returns when nobody has anything queued for delivery. */
  void awaitNothingPending() {
    Await.until("nothing pending", () -> !manager.hasPendingDeliveries());
  }

  /** Returns when the manager has forgotten every ended job, by retention. */
  void awaitAllForgotten() {
    Await.until("all forgotten", () -> manager.recentJobs(1).isEmpty());
  }

  /** Forgets the ended jobs of this filter and fails unless they were exactly so many. */
  void evict(JobFilter filter, int count) {
    Expect.count("evicted jobs", count, manager.evict(filter));
    Expect.count("jobs left", 0, manager.allJobs(filter).size());
  }

  /** Options to be made once and used for every job of this owner. */
  static JobOptions queued(String owner) {
    return JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
  }

  /** The same, with deliveries that are held from the beginning. */
  static JobOptions queuedAndHeld(String owner) {
    return JobOptions.builder().owner(owner).admission(Admission.QUEUE).hold().build();
  }

  @Override
  public void close() {
    manager.close();
  }
}
