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

/** Our side of {@link DeliveryBenchmark}: each owner has a sink of its own. */
@State(Scope.Benchmark)
public class ErrandDelivery extends DeliveryCycle {
  private static final String TREE = "batch";
  private static final String OTHER_OWNER = "kept";

  private final JobFilter batch = JobFilter.ownerTree(TREE);
  private final JobResult result = JobResult.of("sixteen letters.");
  private final JobBody body =
      context -> {
        taskDone();
        return result;
      };

  private CrowdedManager crowd;
  private JobOptions[] options;

  /** Registers the sinks and fills the manager with jobs that were delivered. */
  @Setup
  public void fill() throws InterruptedException {
    crowd =
        new CrowdedManager(builder ->
            builder.maxRunningJobs(shape.slots).retention(shape.retention).routeByOwner());
    crowd.manager.registerDeliverySink(OTHER_OWNER, delivery -> {});
    crowd.keep(OTHER_OWNER, retained);
    options = new JobOptions[shape.owners];
    for (int i = 0; i < shape.owners; i++) {
      String owner = TREE + "/" + i;
      options[i] = CrowdedManager.queued(owner);
      crowd.manager.registerDeliverySink(owner, delivery -> arrivals.take(delivery.jobId()));
    }
  }

  @Override
  void start(int index, int owner) {
    crowd.manager.register("bench", "no-op", body, options[owner]);
  }

  /** A batch is over when the sinks have returned and the manager knows it. */
  void runJobs() throws InterruptedException, ExecutionException {
    runBatch();
    crowd.awaitNothingPending();
  }

  /** Makes the manager as full as it was before the batch. */
  @TearDown(Level.Invocation)
  public void takeBatchAway() {
    if (shape == DeliveryShape.FORGETTING) {
      crowd.awaitAllForgotten();
    } else {
      crowd.evict(batch, BATCH);
    }
  }

  /** Checks that the kept jobs were kept all the time. */
  @TearDown
  public void close() {
    crowd.expectKept(OTHER_OWNER, retained);
    crowd.close();
  }
}
