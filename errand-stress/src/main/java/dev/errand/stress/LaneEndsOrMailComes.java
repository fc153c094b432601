package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** A lane has delivered its last while more becomes due: it goes on, or another one does (F4). */
@JCStressTest
@Outcome(id = "2, DELIVERED", expect = ACCEPTABLE, desc = "Both were delivered.")
@State
public class LaneEndsOrMailComes {
  private final Scene scene = Scene.withSink();
  private final Runnable lane;
  private final Runnable body;
  private final String second;

  /** The first delivery is due, the second job's body is about to run. */
  public LaneEndsOrMailComes() {
    String unused = scene.registerAndEnd();
    lane = scene.lane();
    second = scene.register();
    body = scene.stage.take(second);
  }

  @Actor
  public void lane() {
    lane.run();
  }

  @Actor
  public void body() {
    body.run();
  }

  @Arbiter
  public void look(IL_Result result) {
    scene.stage.runAll();
    result.r1 = scene.calls.get();
    result.r2 = scene.deliveryOf(second);
  }
}
