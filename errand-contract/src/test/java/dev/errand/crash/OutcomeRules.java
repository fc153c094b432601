package dev.errand.crash;

import dev.errand.JobStatus;
import dev.errand.crash.Counts.What;

/** Outcomes that were seen once are the same for ever (contract J1), and true (J2, C2). */
final class OutcomeRules {
  private final Findings findings;

  OutcomeRules(Findings findings) {
    this.findings = findings;
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
    // In the same life the line may only be late.
    if (run.outcome != null && run.outcomeLife < event.life()) {
      findings.violated(Invariant.OUTCOME_KEPT, run, "the outcome was: " + run.outcome, event);
    }
    boolean bodyDied = !run.bodies.isEmpty() && run.bodies.lastEntry().getValue() < event.life();
    boolean hadItsTry = run.isClosure() ? run.registerLife < event.life() : bodyDied;
    if (hadItsTry && !run.isRerun()) {
      findings.violated(
          Invariant.NOTHING_LEFT_RUNNING, run, "its process has died, it cannot go on", event);
    }
  }

  private void first(RunHistory run, Event event, String outcome) {
    run.outcome = outcome;
    run.outcomeLife = event.life();
    run.outcomeEpoch = event.number("epoch");
    findings.counts.add(What.OUTCOMES);
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
    if (run.registerLife == event.life()) {
      findings.violated(Invariant.TRULY_LOST, run, "its process has not died", event);
    } else if (!run.bodies.isEmpty() && run.bodies.lastEntry().getValue() == event.life()) {
      findings.violated(Invariant.TRULY_LOST, run, "its body is there", event);
    } else if (!run.isClosure() && run.outcomeEpoch == 0) {
      findings.violated(Invariant.TRULY_LOST, run, "it had not begun", event);
    } else if (run.isRerun() && run.outcomeEpoch < mostEpochs) {
      findings.violated(Invariant.TRULY_LOST, run, "it could have been run again", event);
    }
  }
}
