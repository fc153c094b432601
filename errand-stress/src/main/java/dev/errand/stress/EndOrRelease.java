package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.Hold;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** A run ends while its last hold goes: whoever is second makes the delivery due, once (F11). */
@JCStressTest
@Outcome(id = "1, DELIVERED", expect = ACCEPTABLE, desc = "Delivered once.")
@State
public class EndOrRelease {
  private final Scene scene = Scene.withSink();
  private final String id = scene.register();
  private final Hold hold = scene.manager.hold(id).orElseThrow();

  @Actor
  public void body() {
    scene.stage.take(id).run();
  }

  @Actor
  public void release() {
    hold.close();
  }

  @Arbiter
  public void look(IL_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = scene.deliveryOf(id);
  }
}
