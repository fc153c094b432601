package dev.errand.crash;

import dev.errand.crash.Counts.What;

/** Who says that a result need not be delivered, or is to be after all (contract F12, G1, D3). */
final class ConsumeRules {
  private final Findings findings;
  private final LifeRules lives;

  ConsumeRules(Findings findings, LifeRules lives) {
    this.findings = findings;
    this.lives = lives;
  }

  void begins(RunHistory run, UnderWay mine) {
    mine.consumesOpen++;
    run.unclear |= run.any(one -> one.resumesOpen > 0);
  }

  void acknowledged(RunHistory run, Event event) {
    run.in(event.life()).consumesOpen--;
    findings.counts.add(What.ACKNOWLEDGED);
    consumed(run, event);
  }

  void awaited(RunHistory run, Event event) {
    run.in(event.life()).consumesOpen--;
    if (event.is("done")) {
      findings.counts.add(What.CONSUMED);
      consumed(run, event);
    }
  }

  private void consumed(RunHistory run, Event event) {
    if (!run.acknowledged) {
      run.acknowledged = true;
      run.acknowledgedLine = lives.line();
      run.callOpenAtAcknowledgement = run.any(one -> one.isWithSomebody(event.at()));
      run.callsSince = 0;
    }
  }

  void resumes(RunHistory run, UnderWay mine) {
    run.unclear |= run.any(one -> one.consumesOpen + one.resumesOpen > 0);
    mine.resumesOpen++;
    run.acknowledged = false;
  }

  void resumed(RunHistory run, Event event) {
    run.in(event.life()).resumesOpen--;
    if (!event.is("done")) {
      consumed(run, event); // there was no mute to lift: it stays acknowledged
    }
  }

  void cancels(RunHistory run, Event event) {
    if (event.get("by").equals("OWNER")) {
      run.in(event.life()).ownerCancelsOpen++;
    }
  }

  void cancelled(RunHistory run, Event event) {
    boolean byOwner = event.get("by").equals("OWNER");
    if (byOwner) {
      run.in(event.life()).ownerCancelsOpen--;
    }
    if (!event.is("done")) {
      return;
    }
    run.cancelledByOwner |= byOwner;
    if (run.outcome == null && run.cancelledBy == null) {
      run.cancelledBy = event.get("by");
    } else if (run.outcome == null
        || !run.outcome.startsWith("CANCELLED CANCELLED by " + event.get("by"))) {
      findings.violated(
          Invariant.OUTCOME_KEPT,
          run,
          "a second end; the first: "
              + (run.outcome == null ? "cancelled by " + run.cancelledBy : run.outcome),
          event);
    }
  }
}
