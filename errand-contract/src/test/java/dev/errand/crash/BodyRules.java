package dev.errand.crash;

import dev.errand.crash.Counts.What;
import java.util.Map;

/** Which bodies may begin (contract J2). */
final class BodyRules {
  private final Findings findings;
  private final LifeRules lives;

  BodyRules(Findings findings, LifeRules lives) {
    this.findings = findings;
    this.lives = lives;
  }

  void begins(RunHistory run, Event event) {
    int epoch = event.number("epoch");
    if (run.bodies.containsKey(epoch)) {
      findings.violated(
          Invariant.ONE_ATTEMPT_ONE_WORKER,
          run,
          "attempt " + epoch + " is that of " + run.bodies.get(epoch),
          event);
      return;
    }
    if (!run.bodies.isEmpty()) {
      beginsAgain(run, event, epoch);
    }
    if (run.outcome != null
        && (run.outcomeLine < lives.bornAt(event.life()) || run.outcomeEpoch < epoch)) {
      findings.violated(Invariant.RUN_ONCE, run, "it had ended at line " + run.outcomeLine, event);
    }
    if (run.isClosure() && run.registerLife != event.life()) {
      findings.violated(Invariant.RUN_ONCE, run, "a closure has outlived its process", event);
    }
    run.bodies.put(epoch, new RunHistory.Begun(event.life(), lives.line()));
    run.in(event.life()).bodyOpen = true;
    findings.counts.add(What.BODIES);
  }

  private void beginsAgain(RunHistory run, Event event, int epoch) {
    findings.counts.add(What.RERUNS);
    Map.Entry<Integer, RunHistory.Begun> last = run.bodies.lastEntry();
    if (!run.isRerun()) {
      findings.violated(
          Invariant.RUN_ONCE, run, "it must not run again, and did in " + run.bodies, event);
    } else if (epoch < last.getKey()) {
      if (lives.isSure(event.life())) {
        findings.violated(
            Invariant.RUN_ONCE, run, "attempt " + last.getKey() + " had begun before", event);
      }
    } else if (!lives.mayBeDead(last.getValue().life(), last.getValue().line())) {
      findings.violated(
          Invariant.RUN_ONCE, run, "its process had not died over attempt " + last, event);
    } else if (attemptsSpent(run) > LifePlan.MAX_RERUNS) {
      findings.violated(Invariant.RUN_ONCE, run, "it was run too often: " + run.bodies, event);
    }
  }

  /** What is handed back, at a close or after a doubt, has spent no attempt (I1, K1). */
  private long attemptsSpent(RunHistory run) {
    return run.bodies.values().stream()
        .filter(body -> !lives.mayHaveHandedBack(body.life()))
        .count();
  }

  void ends(RunHistory run, Event event) {
    run.texts.put(event.number("epoch"), event.get("text"));
    run.in(event.life()).bodyOpen = false;
  }
}
