package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** A run ends while its owner acknowledges it: it gets nothing, whoever came first (F12). */
@JCStressTest
@Outcome(id = "0, 0, MUTED", expect = ACCEPTABLE, desc = "It ended silently.")
@Outcome(id = "1, 0, ACKNOWLEDGED", expect = ACCEPTABLE, desc = "The delivery was dropped.")
@Outcome(
    id = "0, 1, ACKNOWLEDGED",
    expect = ACCEPTABLE,
    desc = "The end had handed it out; a call in flight is not recalled (F12).")
@State
public class EndOrMute {
  private final Scene scene = Scene.withSink();
  private final String id = scene.register();

  @Actor
  public void body() {
    scene.stage.take(id).run();
  }

  @Actor
  public void acknowledge(IIL_Result result) {
    result.r1 = scene.manager.acknowledgeDeliveries(List.of(id));
  }

  @Arbiter
  public void look(IIL_Result result) {
    scene.settle();
    result.r2 = scene.calls.get();
    result.r3 = scene.deliveryOf(id);
  }
}
