package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.AwaitMode;
import java.time.Duration;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * A held run ends while somebody waits for it: the waiter is woken, and the sink is spared (G2).
 */
@JCStressTest
@Outcome(id = "true, 0, 0", expect = ACCEPTABLE, desc = "The waiter has it.")
@State
public class EndOrAwait {
  private final Scene scene = Scene.withSink();
  private final String id = scene.register(options -> options.hold());

  @Actor
  public void body() {
    scene.stage.take(id).run();
  }

  @Actor
  public void await(ZII_Result result) {
    Duration timeout = Duration.ofSeconds(30);
    result.r1 =
        Scene.uninterrupted(() -> scene.manager.awaitJobs(List.of(id), AwaitMode.ALL, timeout))
            .met();
  }

  @Arbiter
  public void look(ZII_Result result) {
    scene.settle();
    result.r2 = scene.calls.get();
    result.r3 = scene.stage.missedSignals();
  }
}
