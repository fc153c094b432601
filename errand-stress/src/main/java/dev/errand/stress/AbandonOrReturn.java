package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** A call fails just as its time is over: it counts once, and the lane goes on (F6). */
@JCStressTest
@Outcome(id = "2, 1, DELIVERED", expect = ACCEPTABLE, desc = "Tried twice, delivered once.")
@State
public class AbandonOrReturn {
  private final Scene scene = new Scene(builder -> builder.sinkAbandon(Duration.ZERO));
  private final String id;
  private volatile boolean isCalled;

  /** The delivery is due; the first call fails. */
  public AbandonOrReturn() {
    scene.manager.registerDeliverySink(
        Scene.OWNER,
        delivery -> {
          if (scene.calls.incrementAndGet() == 1) {
            isCalled = true;
            throw new IllegalStateException("the sink fails");
          }
        });
    id = scene.registerAndEnd();
  }

  @Actor
  public void attempt() {
    scene.lane().run();
  }

  @Actor
  public void timeIsOver() {
    while (!isCalled) {
      Thread.onSpinWait();
    }
    scene.stage.pass(Duration.ofSeconds(30));
  }

  @Arbiter
  public void look(IIL_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = scene.delivered.get();
    result.r3 = scene.deliveryOf(id);
  }
}
