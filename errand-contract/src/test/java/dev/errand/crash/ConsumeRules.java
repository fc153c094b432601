package dev.errand.crash;

import dev.errand.crash.Counts.What;

/** Who says that a result need not be delivered, or is to be after all (contract F12, G1, D3). */
final class ConsumeRules {
  private final Findings findings;

  ConsumeRules(Findings findings) {
    this.findings = findings;
  }

  void begins(RunHistory run) {
    run.consumesOpen++;
    run.unclear |= run.resumesOpen > 0;
  }

  void acknowledged(RunHistory run, Event event) {
    run.consumesOpen--;
    findings.counts.add(What.ACKNOWLEDGED);
    consumed(run, event);
  }

  void awaited(RunHistory run, Event event) {
    run.consumesOpen--;
    if (event.is("done")) {
      findings.counts.add(What.CONSUMED);
      consumed(run, event);
    }
  }

  private static void consumed(RunHistory run, Event event) {
    if (!run.acknowledged) {
      run.acknowledged = true;
      run.acknowledgedLife = event.life();
      run.callOpenAtAcknowledgement = run.callOpen || run.leased;
      run.callsSince = 0;
    }
  }

  void resumes(RunHistory run) {
    run.resumesOpen++;
    run.unclear |= run.consumesOpen > 0 || run.resumesOpen > 1;
    run.acknowledged = false;
  }

  void resumed(RunHistory run, Event event) {
    run.resumesOpen--;
    if (!event.is("done")) {
      consumed(run, event); // there was no mute to lift: it stays acknowledged
    }
  }

  void cancels(RunHistory run, Event event) {
    if (event.get("by").equals("OWNER")) {
      run.ownerCancelsOpen++;
    }
  }

  void cancelled(RunHistory run, Event event) {
    boolean byOwner = event.get("by").equals("OWNER");
    if (byOwner) {
      run.ownerCancelsOpen--;
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
