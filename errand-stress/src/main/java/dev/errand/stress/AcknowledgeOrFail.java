package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** A sink is called and fails while the owner acknowledges: nothing goes out after that (F12). */
@JCStressTest
@Outcome(id = "1, 0, ACKNOWLEDGED", expect = ACCEPTABLE, desc = "Dropped before the call.")
@Outcome(id = "0, 1, ACKNOWLEDGED", expect = ACCEPTABLE, desc = "Acknowledged in flight.")
@Outcome(id = "1, 1, ACKNOWLEDGED", expect = ACCEPTABLE, desc = "Dropped before the retry.")
@State
public class AcknowledgeOrFail {
  private final Scene scene = new Scene(builder -> builder);
  private final String id;

  /** The delivery is due. */
  public AcknowledgeOrFail() {
    scene.manager.registerDeliverySink(
        Scene.OWNER,
        delivery -> {
          scene.calls.incrementAndGet();
          throw new IllegalStateException("the sink fails");
        });
    id = scene.registerAndEnd();
  }

  @Actor
  public void attempt() {
    scene.lane().run();
  }

  @Actor
  public void acknowledge(IIL_Result result) {
    result.r1 = scene.manager.acknowledgeDeliveries(java.util.List.of(id));
  }

  @Arbiter
  public void look(IIL_Result result) {
    scene.settle();
    result.r2 = scene.calls.get();
    result.r3 = scene.deliveryOf(id);
  }
}
