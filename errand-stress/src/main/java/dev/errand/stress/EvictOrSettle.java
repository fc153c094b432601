package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;

/**
 * A cancelled body is gone at last while its run is forgotten: nothing of it stays, its slot least
 * of all (A5, H2).
 */
@JCStressTest
@Outcome(id = "1, true, true", expect = ACCEPTABLE, desc = "Forgotten; the slot is free.")
@State
public class EvictOrSettle {
  private final Scene scene = new Scene(builder -> builder.maxRunningJobs(1));
  private final String id;
  private volatile boolean isCancelled;

  /** The body cancels its own job, and returns late. */
  public EvictOrSettle() {
    id =
        scene.manager.register(
            "task",
            "raced",
            context -> {
              isCancelled = scene.manager.cancel(context.jobId(), CancelledBy.PERSON);
              return JobResult.of("late");
            },
            JobOptions.builder().owner(Scene.OWNER).build());
  }

  @Actor
  public void body() {
    scene.stage.take(id).run();
  }

  @Actor
  public void evict(IZZ_Result result) {
    while (!isCancelled) {
      Thread.onSpinWait();
    }
    result.r1 = scene.manager.evict(JobFilter.all());
  }

  @Arbiter
  public void look(IZZ_Result result) {
    scene.settle();
    boolean idle = Scene.uninterrupted(() -> scene.manager.awaitAll(Duration.ZERO));
    result.r2 = scene.manager.allJobs().isEmpty() && idle;
    result.r3 = !scene.register().isEmpty();
  }
}
