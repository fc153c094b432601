package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A sink is to be called while the manager is closed: not after close has returned (F15). A call
 * that had begun before is reported as not made; how far its thread has come nobody can know.
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The close came first, and says so.")
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "The call came first.")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The call had begun when the gate shut.")
@Outcome(
    id = "1, 1, 1",
    expect = ACCEPTABLE_INTERESTING,
    desc = "Likewise, but its thread was stopped between the gate and the sink's first line.")
@State
public class CloseOrAttempt {
  private final Scene scene = new Scene(builder -> builder);
  private volatile boolean closed;
  private volatile int callsAfterClose;

  /** The delivery is due. */
  public CloseOrAttempt() {
    scene.manager.registerDeliverySink(
        Scene.OWNER,
        delivery -> {
          callsAfterClose = closed ? 1 : 0;
          scene.calls.incrementAndGet();
        });
    String unused = scene.registerAndEnd();
  }

  @Actor
  public void attempt() {
    scene.lane().run();
  }

  @Actor
  public void close(III_Result result) {
    result.r3 = scene.manager.close(Duration.ZERO).undelivered().size();
    closed = true;
  }

  @Arbiter
  public void look(III_Result result) {
    scene.settle();
    result.r1 = scene.calls.get();
    result.r2 = callsAfterClose;
  }
}
