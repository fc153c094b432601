package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.ManagerClosedException;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Somebody registers while the manager is closed: refused, or cancelled with the rest (I1). */
@JCStressTest
@Outcome(id = "refused, no job", expect = ACCEPTABLE, desc = "The close came first.")
@Outcome(id = "registered, CANCELLED", expect = ACCEPTABLE, desc = "The close cancelled it.")
@State
public class CloseOrRegister {
  private final Scene scene = Scene.withSink();

  @Actor
  public void register(LL_Result result) {
    try {
      String unused = scene.register();
      result.r1 = "registered";
    } catch (ManagerClosedException closed) {
      result.r1 = "refused";
    }
  }

  @Actor
  public void close() {
    var unused = scene.manager.close(Duration.ZERO);
  }

  @Arbiter
  public void look(LL_Result result) {
    scene.settle();
    result.r2 =
        scene.manager.allJobs().stream().findAny().map(job -> job.status().name()).orElse("no job");
  }
}
