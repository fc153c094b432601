package dev.errand.crash;

import dev.errand.crash.Counts.What;

/** What sinks and readers may get (contract F, J3). */
final class MailRules {
  private final Findings findings;
  private final OutcomeRules outcomes;

  MailRules(Findings findings, OutcomeRules outcomes) {
    this.findings = findings;
    this.outcomes = outcomes;
  }

  /** A sink or a reader has got it. */
  void handedOut(RunHistory run, Event event) {
    if (!event.get("sink").equals(run.owner)) {
      findings.violated(Invariant.OWNER_ONLY, run, "it is owed to " + run.owner, event);
    }
    outcomes.seen(run, event);
    afterAcknowledgement(run, event);
    afterSuccess(run, event);
    if (run.held && !run.unheld && run.registerLife == event.life()) {
      findings.violated(Invariant.HELD_BACK, run, "it is held", event);
    }
    if (run.callOpen || run.leased) {
      findings.violated(
          Invariant.ONE_AT_A_TIME, run, "it is with a sink or a reader already", event);
    }
    if (event.kind() == Kind.SINK) {
      run.callOpen = true;
      findings.counts.add(What.SINK_CALLS);
    } else {
      run.leased = true;
      findings.counts.add(What.TAKEN);
    }
  }

  /**
   * One call may have been on its way when it was acknowledged, and its line come late; if one was
   * there, it was that.
   */
  private void afterAcknowledgement(RunHistory run, Event event) {
    if (!run.acknowledged || run.unclear) {
      return;
    }
    run.callsSince++;
    if (run.acknowledgedLife < event.life()
        || run.callOpenAtAcknowledgement
        || run.callsSince > 1) {
      findings.violated(
          Invariant.NOT_AFTER_ACKNOWLEDGEMENT,
          run,
          "it was acknowledged or consumed in life " + run.acknowledgedLife,
          event);
    }
  }

  private void afterSuccess(RunHistory run, Event event) {
    if (run.concluded || run.confirmed) {
      findings.violated(
          Invariant.NOT_AFTER_SUCCESS, run, "it was recorded that its owner has it", event);
    } else if (run.acceptedLife == event.life()) {
      findings.violated(Invariant.NOT_AFTER_SUCCESS, run, "it was accepted in this life", event);
    }
  }

  void accepted(RunHistory run, boolean isClosing) {
    run.callOpen = false;
    findings.counts.add(What.ACCEPTED);
    if (run.accepted++ > 0) {
      findings.counts.add(What.DUPLICATES);
    }
    run.acceptedLife = run.life;
    run.acceptedBeforeClosing = !isClosing;
  }

  void confirmed(RunHistory run, Event event) {
    run.confirmsOpen--;
    if (event.is("done")) {
      run.confirmed = true;
      findings.counts.add(What.CONFIRMED);
    }
  }
}
