package dev.errand.crash;

import dev.errand.DeliveryStatus;
import dev.errand.JobStatus;
import dev.errand.crash.Counts.What;

/** What is owed to each registration when all is over. */
final class FinalAccount {
  private final Findings findings;

  FinalAccount(Findings findings) {
    this.findings = findings;
  }

  void settle(RunHistory run) {
    if (run.refused) {
      if (run.hasTrace()) {
        violated(Invariant.NOTHING_FROM_REFUSED, run, "it was refused, but there is a run");
      }
    } else if (run.row != null) {
      findings.counts.add(What.ROWS);
      row(run);
    } else if (run.registeredId != null || run.hasTrace()) {
      noRow(run);
    }
  }

  private void violated(Invariant invariant, RunHistory run, String what) {
    findings.violated(
        invariant, run.ticket, what, run.row == null ? "(no row at the end)" : run.row.line());
  }

  private void row(RunHistory run) {
    if (!JobStatus.valueOf(run.row.get("status")).isFinal() || !run.row.is("settled")) {
      violated(Invariant.NOTHING_LEFT_RUNNING, run, "it has not ended and settled");
      return;
    }
    boolean explained =
        switch (DeliveryStatus.valueOf(run.row.get("delivery"))) {
          case DELIVERED -> run.mayBeDelivered();
          case ACKNOWLEDGED, MUTED -> run.mayBeAcknowledged() || run.unclear;
          case NEVER_DUE -> run.mayBeCancelledByOwner();
          case NOT_DUE, WAITING, IN_FLIGHT, DEAD, UNROUTED -> false;
        };
    if (!explained) {
      violated(Invariant.EVERYTHING_DELIVERED, run, "nobody has got it, or said that he has it");
    }
  }

  private void noRow(RunHistory run) {
    if (!run.mayBeConcluded() && !run.unclear) {
      if (run.outcome == null) {
        violated(Invariant.REGISTRATION_KEPT, run, "it is gone, and nobody was told");
      } else {
        violated(Invariant.OUTCOME_KEPT, run, "it is gone, and nobody was told: " + run.outcome);
      }
    } else if (run.keep) {
      violated(Invariant.ROW_KEPT, run, "it was to be kept");
    }
  }
}
