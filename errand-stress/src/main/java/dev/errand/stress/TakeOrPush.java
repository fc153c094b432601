package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.TakenDeliveries;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** A reader takes a delivery while its sink is to be called: one of the two has it (F16). */
@JCStressTest
@Outcome(id = "1, 0, DELIVERED", expect = ACCEPTABLE, desc = "The sink has it.")
@Outcome(id = "0, 1, DELIVERED", expect = ACCEPTABLE, desc = "The reader has it.")
@State
public class TakeOrPush {
  private final Scene scene = Scene.withSink();
  private final String id = scene.registerAndEnd();

  @Actor
  public void push() {
    scene.lane().run();
  }

  @Actor
  public void take(IIL_Result result) {
    try (TakenDeliveries taken = scene.manager.takeDeliveries(Scene.OWNER, 1)) {
      result.r2 = taken.confirmAll();
    }
  }

  @Arbiter
  public void look(IIL_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r3 = scene.deliveryOf(id);
  }
}
