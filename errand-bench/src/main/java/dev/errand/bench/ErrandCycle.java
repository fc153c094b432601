package dev.errand.bench;

import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.util.concurrent.ExecutionException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our side of {@link CycleBenchmark}: no-op jobs of one owner, beside the kept jobs of another. */
@State(Scope.Benchmark)
public class ErrandCycle extends Cycle {
  private static final String OWNER = "batch";
  private static final String OTHER_OWNER = "kept";

  private final JobOptions options = CrowdedManager.queued(OWNER);
  private final JobFilter batch = JobFilter.owner(OWNER);
  private final JobBody body =
      context -> {
        permits.release();
        return JobResult.empty();
      };
  private final CrowdedManager crowd = new CrowdedManager();

  /** Fills the manager. */
  @Setup
  public void fill() throws InterruptedException {
    crowd.keep(OTHER_OWNER, retained);
  }

  @Override
  void start(int index) {
    crowd.manager.register("bench", "no-op", body, options);
  }

  /** A batch is over when the bodies have returned and the manager knows it. */
  void runJobs() throws InterruptedException, ExecutionException {
    runBatch();
    crowd.awaitNoneRunning(batch);
  }

  /** Makes the manager as full as it was before the batch. */
  @TearDown(Level.Invocation)
  public void takeBatchAway() {
    crowd.evict(batch, BATCH);
  }

  /** Checks that the kept jobs were kept all the time. */
  @TearDown
  public void close() {
    crowd.expectKept(OTHER_OWNER, retained);
    crowd.close();
  }
}
