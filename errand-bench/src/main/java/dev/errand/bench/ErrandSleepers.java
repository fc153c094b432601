package dev.errand.bench;

import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Jobs whose bodies are parked, to be cancelled one after the other. */
@State(Scope.Benchmark)
public class ErrandSleepers {
  private static final String OWNER = "burst";

  private final CrowdedManager crowd = new CrowdedManager();
  private final JobOptions options = JobOptions.builder().owner(OWNER).build();
  private final JobFilter burst = JobFilter.owner(OWNER);
  private final Sleepers sleepers = new Sleepers(RegisterCancelBenchmark.BURST);
  private final String[] ids = new String[RegisterCancelBenchmark.BURST];

  /** Registers the jobs and waits until their bodies are parked. */
  @Setup(Level.Invocation)
  public void register() {
    for (int i = 0; i < ids.length; i++) {
      int index = i;
      ids[i] =
          crowd.manager.register(
              "bench",
              "sleeper",
              context -> {
                sleepers.sleep(index);
                return JobResult.empty();
              },
              options);
    }
    sleepers.awaitAsleep();
  }

  void cancelEach() throws InterruptedException {
    for (int i = 0; i < ids.length; i++) {
      crowd.manager.cancel(ids[i]);
      sleepers.thread(i).join();
    }
  }

  /** Checks that all were cancelled and have settled, and forgets them. */
  @TearDown(Level.Invocation)
  public void takeBurstAway() {
    sleepers.clear();
    Await.until(
        "all cancelled and settled",
        () -> crowd.manager.allJobs(burst).stream().allMatch(ErrandSleepers::cancelledAndSettled));
    crowd.evict(burst, ids.length);
  }

  private static boolean cancelledAndSettled(Job job) {
    return job.status() == JobStatus.CANCELLED && job.settledAt().isPresent();
  }

  /** Closes the manager. */
  @TearDown
  public void close() {
    crowd.close();
  }
}
