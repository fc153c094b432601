package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.Admission;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** A slot becomes free while somebody queues for one: neither side overlooks the other (A4). */
@JCStressTest
@Outcome(id = "2, COMPLETED", expect = ACCEPTABLE, desc = "The queued one has run, too.")
@State
public class QueueOrEnd {
  private final Scene scene = new Scene(builder -> builder.maxRunningJobs(1));
  private final String first;
  private String second = "";

  /** The only slot is taken. */
  public QueueOrEnd() {
    scene.manager.registerDeliverySink(Scene.OWNER, scene.sink());
    first = scene.register();
  }

  @Actor
  public void end() {
    scene.stage.take(first).run();
  }

  @Actor
  public void queue() {
    second = scene.register(options -> options.admission(Admission.QUEUE));
  }

  @Arbiter
  public void look(IL_Result result) {
    scene.stage.runAll();
    result.r1 = scene.calls.get();
    result.r2 = scene.job(second).status().name();
  }
}
