package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.JobFilter;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** A waiter consumes what it was shown while a lane looks for mail: the sink gets nothing (G2). */
@JCStressTest
@Outcome(id = "0, ACKNOWLEDGED", expect = ACCEPTABLE, desc = "The waiter has it, and nobody else.")
@State
public class ConsumeOrPush {
  private final Scene scene = Scene.withSink();
  private final String id = scene.register(options -> options.hold());
  private final Awaited awaited;
  private volatile boolean consumed;

  /** The job has ended, and the waiter holds its delivery. */
  public ConsumeOrPush() {
    scene.stage.take(id).run();
    awaited =
        Scene.uninterrupted(() ->
            scene.manager.awaitJobs(List.of(id), AwaitMode.ALL, Duration.ZERO, JobFilter.all()));
  }

  @Actor
  public void consume() {
    awaited.consume();
    consumed = true;
  }

  @Actor
  public void lanes() {
    while (!consumed) {
      scene.lane().run();
    }
  }

  @Arbiter
  public void look(IL_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = scene.deliveryOf(id);
  }
}
