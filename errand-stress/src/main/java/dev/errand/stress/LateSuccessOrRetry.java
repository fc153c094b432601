package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIL_Result;

/** A call that was given up succeeds late while the retry begins: it is delivered once (F6). */
@JCStressTest
@Outcome(id = "1, 1, DELIVERED", expect = ACCEPTABLE, desc = "The late success spared the retry.")
@Outcome(id = "2, 1, DELIVERED", expect = ACCEPTABLE, desc = "The retry had begun.")
@State
public class LateSuccessOrRetry {
  private final Scene scene = new Scene(builder -> builder.sinkAbandon(Duration.ZERO));
  private final String id;
  private volatile boolean retryIsReady;

  /** The delivery is due; the first call of the sink lasts until it is abandoned. */
  public LateSuccessOrRetry() {
    scene.manager.registerDeliverySink(
        Scene.OWNER,
        delivery -> {
          if (scene.calls.incrementAndGet() == 1) {
            scene.stage.pass(Duration.ofSeconds(30));
            scene.stage.pass(Duration.ofSeconds(1));
            retryIsReady = true;
          }
        });
    id = scene.registerAndEnd();
  }

  @Actor
  public void lateSuccess() {
    scene.lane().run();
  }

  @Actor
  public void retry() {
    while (!retryIsReady) {
      Thread.onSpinWait();
    }
    scene.lane().run();
  }

  @Arbiter
  public void look(IIL_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = scene.delivered.get();
    result.r3 = scene.deliveryOf(id);
  }
}
