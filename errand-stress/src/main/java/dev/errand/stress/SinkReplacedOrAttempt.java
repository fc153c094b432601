package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** An owner's sink is replaced while it is to be called: one of the two gets the delivery (F3). */
@JCStressTest
@Outcome(id = "1, 0, DELIVERED", expect = ACCEPTABLE, desc = "The call came first.")
@Outcome(id = "0, 1, DELIVERED", expect = ACCEPTABLE, desc = "The new sink came first.")
@State
public class SinkReplacedOrAttempt {
  private final Scene scene = Scene.withSink();
  private final String id = scene.registerAndEnd();
  private volatile int callsOfTheNew;

  @Actor
  public void attempt() {
    scene.lane().run();
  }

  @Actor
  public void replace() {
    var unused = scene.manager.registerDeliverySink(Scene.OWNER, delivery -> callsOfTheNew++);
  }

  @Arbiter
  public void look(IIL_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = callsOfTheNew;
    result.r3 = scene.deliveryOf(id);
  }
}
