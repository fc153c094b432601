package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.spi.Mail;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Begins a table with what an archive has kept of a process that has died. */
final class Loading {
  private final RunTable table;

  Loading(RunTable table) {
    this.table = table;
  }

  void load(List<Saved> runs, Instant wallClock, long nanoTime) {
    table.opensAt(wallClock, nanoTime);
    Instant lastRetry = wallClock.plus(MailSteps.LONGEST_RETRY);
    List<Row> rows = new ArrayList<>(runs.size());
    for (Saved run : runs) {
      rows.add(putIn(run.triedAgainBy(lastRetry)));
    }
    rows.forEach(this::endWhatDiedWithTheProcess);
    table.tidyUp();
  }

  private Row putIn(Saved saved) {
    OwnerBook book = table.owners.get(saved.run().registration().owner());
    Instant dueSince = saved.letter() == null ? null : saved.letter().dueSince();
    if (dueSince != null) {
      // It has been parked since it became due, however often the process has begun anew.
      book.mail.unroutedSince =
          Math.min(book.mail.unroutedSince, table.storeTime().nanoTimeOf(dueSince));
    }
    Row row = new Row(book, saved.run());
    table.putBack(row, saved);
    table.graves.add(saved.run().worker());
    return row;
  }

  /** Holds, and calls of sinks and readers: whoever had them is gone (contract F11, J3). */
  private void endWhatDiedWithTheProcess(Row row) {
    Mail before = row.run.mail();
    boolean isInFlight = before.status() == DeliveryStatus.IN_FLIGHT;
    if (before.holds() > 0 || isInFlight) {
      table.acceptMail(row); // by a sink that is not there again yet
    }
    if (before.holds() > 0) {
      Transition unused = table.keep(row, MailTransitions.release(row.run, before.holds()));
    }
    if (isInFlight) {
      Transition unused = table.keep(row, MailTransitions.giveBack(row.run, before.lease()));
    }
  }
}
