package dev.errand.bench;

import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Registers no-op jobs; there are slots for all of them, so each starts at once. */
@State(Scope.Benchmark)
public class ErrandStarts {
  private static final String OWNER = "burst";

  private final CrowdedManager crowd = new CrowdedManager();
  private final JobOptions options = JobOptions.builder().owner(OWNER).build();
  private final JobFilter burst = JobFilter.owner(OWNER);
  private final JobBody body = context -> JobResult.empty();

  private int registered;

  void register(int count) {
    for (int i = 0; i < count; i++) {
      crowd.manager.register("bench", "no-op", body, options);
    }
    registered = count;
  }

  /** Waits for the bodies and forgets the jobs. */
  @TearDown(Level.Invocation)
  public void takeBurstAway() {
    crowd.awaitNoneRunning(burst);
    crowd.evict(burst, registered);
  }

  /** Closes the manager. */
  @TearDown
  public void close() {
    crowd.close();
  }
}
