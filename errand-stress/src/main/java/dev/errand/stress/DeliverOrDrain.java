package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** The last delivery is made while somebody waits for that: the waiter is woken (F14). */
@JCStressTest
@Outcome(id = "true, 1, 0", expect = ACCEPTABLE, desc = "The waiter was woken.")
@State
public class DeliverOrDrain {
  private final Scene scene = Scene.withSink();

  /** The delivery is due. */
  public DeliverOrDrain() {
    String unused = scene.registerAndEnd();
  }

  @Actor
  public void attempt() {
    scene.lane().run();
  }

  @Actor
  public void drain(ZII_Result result) {
    result.r1 = Scene.uninterrupted(() -> scene.manager.drainDeliveries(Duration.ofSeconds(30)));
  }

  @Arbiter
  public void look(ZII_Result result) {
    scene.settle();
    result.r2 = scene.calls.get();
    result.r3 = scene.stage.missedSignals();
  }
}
