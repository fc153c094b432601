package dev.errand.crash;

import dev.errand.crash.Counts.What;
import java.util.concurrent.TimeUnit;

/** What sinks and readers may get (contract F, J3). */
final class MailRules {
  /** A little less than a reader has: lines may be late. */
  private static final long LEASE_MICROS = TimeUnit.SECONDS.toMicros(50);

  private final Findings findings;
  private final OutcomeRules outcomes;
  private final LifeRules lives;

  MailRules(Findings findings, OutcomeRules outcomes, LifeRules lives) {
    this.lives = lives;
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
    if (run.held && !run.unheld && !lives.mayBeDead(run.registerLife, run.registerLine)) {
      findings.violated(Invariant.HELD_BACK, run, "it is held", event);
    }
    if (!lives.isInDoubt(event.life())
        && run.livesWith(one -> one.isWithSomebody(event.at())).anyMatch(lives::isSure)) {
      findings.violated(
          Invariant.ONE_AT_A_TIME, run, "it is with a sink or a reader already", event);
    }
    if (event.kind() == Kind.SINK) {
      run.in(event.life()).callOpen = true;
      findings.counts.add(What.SINK_CALLS);
    } else {
      run.in(event.life()).leasedUntil = event.at() + LEASE_MICROS;
      findings.counts.add(What.TAKEN);
    }
  }

  /**
   * One call may have been on its way when it was acknowledged, and its line come late; if one was
   * there, it was that.
   */
  private void afterAcknowledgement(RunHistory run, Event event) {
    if (!run.acknowledged || run.unclear || lives.isInDoubt(event.life())) {
      return;
    }
    run.callsSince++;
    if (run.acknowledgedLine < lives.bornAt(event.life())
        || run.callOpenAtAcknowledgement
        || run.callsSince > 1) {
      findings.violated(
          Invariant.NOT_AFTER_ACKNOWLEDGEMENT,
          run,
          "it was acknowledged or consumed at line " + run.acknowledgedLine,
          event);
    }
  }

  private void afterSuccess(RunHistory run, Event event) {
    if (lives.isInDoubt(event.life())) {
      return; // it was handed out before somebody else took over
    }
    if (run.concluded || run.confirmed) {
      findings.violated(
          Invariant.NOT_AFTER_SUCCESS, run, "it was recorded that its owner has it", event);
    } else if (run.livesWith(one -> one.accepted).anyMatch(lives::isSure)) {
      findings.violated(
          Invariant.NOT_AFTER_SUCCESS, run, "it was accepted, and nobody died over that", event);
    }
  }

  void accepted(RunHistory run, UnderWay mine, boolean isClosing) {
    mine.callOpen = false;
    findings.counts.add(What.ACCEPTED);
    if (run.accepted++ > 0) {
      findings.counts.add(What.DUPLICATES);
    }
    mine.accepted = true;
    mine.acceptedBeforeClosing = !isClosing;
  }

  void confirmed(RunHistory run, UnderWay mine, Event event) {
    mine.confirmsOpen--;
    if (event.is("done")) {
      run.confirmed = true;
      findings.counts.add(What.CONFIRMED);
    }
  }
}
