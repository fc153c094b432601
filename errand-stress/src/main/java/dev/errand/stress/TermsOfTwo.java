package dev.errand.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.errand.JobOptions;
import dev.errand.JobResult;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two register at the same time, one with a key and one without: each gets what it agreed on,
 * although agreed terms are shared (A8).
 */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "The key is known where it was used only.")
@State
public class TermsOfTwo {
  private static final JobOptions KEYED =
      JobOptions.builder().owner("keyed").idempotencyKey("key").build();

  private final Scene scene = new Scene(builder -> builder);
  private String plain = "";
  private String keyed = "";

  @Actor
  public void plain() {
    plain = register(JobOptions.builder().owner("plain").build());
  }

  @Actor
  public void keyed() {
    keyed = register(KEYED);
  }

  @Arbiter
  public void look(ZZ_Result result) {
    JobOptions again = JobOptions.builder().owner("plain").idempotencyKey("key").build();
    result.r1 = !register(again).equals(plain);
    result.r2 = register(KEYED).equals(keyed);
  }

  private String register(JobOptions options) {
    return scene.manager.register("task", "label", context -> JobResult.of("done"), options);
  }
}
