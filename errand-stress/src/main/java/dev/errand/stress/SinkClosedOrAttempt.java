package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.Subscription;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ILI_Result;

/** An owner's sink goes while it is to be called: the delivery waits for the next one (F2, F3). */
@JCStressTest
@Outcome(id = "1, DELIVERED, 0", expect = ACCEPTABLE, desc = "The call came first.")
@Outcome(id = "0, DELIVERED, 1", expect = ACCEPTABLE, desc = "It waited for the next sink.")
@State
public class SinkClosedOrAttempt {
  private final Scene scene = new Scene(builder -> builder);
  private final Subscription sink = scene.manager.registerDeliverySink(Scene.OWNER, scene.sink());
  private final String id = scene.registerAndEnd();
  private int callsOfTheNext;

  @Actor
  public void attempt() {
    scene.lane().run();
  }

  @Actor
  public void close() {
    sink.close();
  }

  @Arbiter
  public void look(ILI_Result result) {
    scene.settle();
    var unused = scene.manager.registerDeliverySink(Scene.OWNER, delivery -> callsOfTheNext++);
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = scene.deliveryOf(id);
    result.r3 = callsOfTheNext;
  }
}
