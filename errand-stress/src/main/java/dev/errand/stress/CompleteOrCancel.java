package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZLI_Result;

/**
 * A body returns while somebody cancels its job: one of the two is the end, and it is delivered.
 */
@JCStressTest
@Outcome(id = "true, CANCELLED, 1", expect = ACCEPTABLE, desc = "The cancel came first.")
@Outcome(id = "false, COMPLETED, 1", expect = ACCEPTABLE, desc = "The body came first.")
@State
public class CompleteOrCancel {
  private final Scene scene = Scene.withSink();
  private final String id = scene.register();

  @Actor
  public void body() {
    scene.stage.take(id).run();
  }

  @Actor
  public void cancel(ZLI_Result result) {
    result.r1 = scene.cancel(id);
  }

  @Arbiter
  public void look(ZLI_Result result) {
    scene.settle();
    result.r2 = scene.job(id).status().name();
    result.r3 = scene.calls.get();
  }
}
