package dev.errand.crash;

import dev.errand.JobStatus;
import dev.errand.crash.Counts.What;

/** Outcomes that were seen once are the same for ever (contract J1), and true (J2, C2). */
final class OutcomeRules {
  private final Findings findings;
  private final LifeRules lives;

  OutcomeRules(Findings findings, LifeRules lives) {
    this.findings = findings;
    this.lives = lives;
  }

  /** A snapshot was seen. */
  void seen(RunHistory run, Event event) {
    if (!event.get("owner").equals(run.owner)) {
      findings.violated(Invariant.OWNER_ONLY, run, "it is a job of " + run.owner, event);
    }
    if (!JobStatus.valueOf(event.get("status")).isFinal()) {
      goesOn(run, event);
      return;
    }
    String outcome =
        "%s %s by %s at attempt %s: %s"
            .formatted(
                event.get("status"),
                event.get("reason"),
                event.get("by"),
                event.get("epoch"),
                event.get("text"));
    if (run.outcome == null) {
      first(run, event, outcome);
    } else if (!run.outcome.equals(outcome)) {
      findings.violated(Invariant.OUTCOME_KEPT, run, "the outcome was: " + run.outcome, event);
    }
  }

  private void goesOn(RunHistory run, Event event) {
    // In a life that was there already the line may only be late.
    if (run.outcome != null && run.outcomeLine < lives.bornAt(event.life())) {
      findings.violated(Invariant.OUTCOME_KEPT, run, "the outcome was: " + run.outcome, event);
    }
    boolean bodyDied =
        !run.bodies.isEmpty()
            && lives.wasRecovered(run.bodies.lastEntry().getValue().life(), event.life());
    boolean hadItsTry =
        run.isClosure() ? lives.wasRecovered(run.registerLife, event.life()) : bodyDied;
    if (hadItsTry && !run.isRerun()) {
      findings.violated(
          Invariant.NOTHING_LEFT_RUNNING, run, "its process has died, it cannot go on", event);
    }
  }

  private void first(RunHistory run, Event event, String outcome) {
    run.outcome = outcome;
    run.outcomeLine = lives.line();
    run.outcomeEpoch = event.number("epoch");
    findings.counts.add(What.OUTCOMES);
    if (!run.bodies.isEmpty() && run.outcomeEpoch < run.bodies.lastKey()) {
      findings.violated(
          Invariant.FENCED, run, "attempt " + run.bodies.lastKey() + " had begun", event);
    }
    switch (event.get("reason")) {
      case "RETURNED", "THREW" -> {
        String said = run.texts.get(run.outcomeEpoch);
        if (!event.get("text").equals(said)) {
          findings.violated(Invariant.OUTCOME_KEPT, run, "the body had said: " + said, event);
        }
      }
      case "LOST" -> lost(run, event);
      case "CANCELLED" -> findings.counts.add(What.CANCELLED);
      default -> {
        // timed out, in the queue or at work
      }
    }
    if (run.cancelledBy != null && !run.cancelledBy.equals(event.get("by"))) {
      findings.violated(
          Invariant.OUTCOME_KEPT, run, "it had been cancelled by " + run.cancelledBy, event);
    }
  }

  private void lost(RunHistory run, Event event) {
    findings.counts.add(What.LOST);
    int mostEpochs = 1 + LifePlan.MAX_RERUNS;
    if (run.isClosure()
        ? !lives.mayBeDead(run.registerLife, run.registerLine)
        : !lives.anyMayBeDead(run.registerLine)) {
      findings.violated(Invariant.TRULY_LOST, run, "its process has not died", event);
    } else if (isBodyThere(run)) {
      findings.violated(Invariant.TRULY_LOST, run, "its body is there", event);
    } else if (!run.isClosure() && run.outcomeEpoch == 0) {
      findings.violated(Invariant.TRULY_LOST, run, "it had not begun", event);
    } else if (run.isRerun() && run.outcomeEpoch < mostEpochs) {
      findings.violated(Invariant.TRULY_LOST, run, "it could have been run again", event);
    }
  }

  /** Its last attempt, if anybody has heard of that, is where nobody has died. */
  private boolean isBodyThere(RunHistory run) {
    if (run.bodies.isEmpty() || run.bodies.lastKey() < run.outcomeEpoch) {
      return false;
    }
    RunHistory.Begun body = run.bodies.lastEntry().getValue();
    return !lives.mayBeDead(body.life(), body.line());
  }
}
