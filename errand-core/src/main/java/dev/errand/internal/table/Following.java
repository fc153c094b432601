package dev.errand.internal.table;

import dev.errand.JobFilter;
import dev.errand.spi.Run;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings into the table what other processes have written into the archive that they share with
 * this one. Their steps are not applied again: the rows are put in as they have become.
 *
 * <p>Whoever changes a row looks after what becomes due with it; so the others need not be woken
 * for that, and do it only when it has died.
 */
final class Following {
  private final RunTable table;

  Following(RunTable table) {
    this.table = table;
  }

  /** The run stands like this by now; how it stood here, if it was here. */
  @Nullable Run follow(Saved now) {
    Run run = now.run();
    Row here = table.index.find(run.registration());
    Run before = here == null ? null : here.run;
    OwnerBook book = table.owners.get(run.owner());
    int queuedBefore = book.mail.queued();
    if (here != null) {
      table.takeOut(here);
    }
    if (now.isArchived()) {
      table.noteArchivedId(now);
    } else {
      book = putIn(now);
    }
    if (before != null && before.status() != run.status() && isClaim(before, run)) {
      table.index.queue.tookTurn(book);
    }
    tell(book.mail, queuedBefore);
    table.forgetIfEmpty(book);
    return before;
  }

  private static boolean isClaim(Run before, Run now) {
    return before.epoch() < now.epoch();
  }

  private OwnerBook putIn(Saved now) {
    OwnerBook book = table.owners.get(now.run().owner());
    Row row = new Row(book, now.run());
    table.putBack(row, now);
    Letter letter = row.letter;
    if (letter != null && letter.isDue) {
      // It has been parked since it became due, whoever has looked after it.
      row.book.mail.unroutedSince = Math.min(row.book.mail.unroutedSince, letter.dueSince);
      if (row.book.mail.isRouted()) {
        table.effects.mailDue(row.book.mail);
      }
    }
    if (row.notBefore != null) {
      table.effects.wakeIn(row.notBefore - table.now);
    }
    return row.book;
  }

  private void tell(Mailbox box, int queuedBefore) {
    if (queuedBefore > 0 && box.queued() == 0) {
      table.effects.mailQuiet(box);
    }
  }

  /** The run is forgotten; how it stood here, if it was here. */
  @Nullable Run forget(long sequence, String id) {
    Row row = table.index.find(id);
    if (row == null || row.sequence() != sequence) {
      return null;
    }
    Run run = row.run;
    Mailbox box = row.book.mail;
    int queuedBefore = box.queued();
    table.takeOut(row);
    table.forgetIds(row);
    table.effects.evicted(run);
    tell(box, queuedBefore);
    return run;
  }

  /** The workers that have anything. Looks at everything. */
  Set<String> workers() {
    Set<String> workers = new HashSet<>();
    for (Row row : table.reads.rows(JobFilter.all())) {
      if (row.run.state().settledAt() == null) {
        workers.add(row.run.worker());
      }
      if (row.letter != null && row.letter.courier != null) {
        workers.add(row.letter.courier);
      }
      row.holders.saved().forEach(holder -> workers.add(holder.worker()));
    }
    for (JobFilter audience : table.mail.routes.audiences()) {
      Routes.Route route = table.mail.routes.opened(audience);
      if (route != null) {
        workers.add(route.worker().id());
      }
    }
    return workers;
  }

  /** The ids of the runs that are here, by their places in the order of registration. */
  Map<Long, String> here() {
    Map<Long, String> here = new LinkedHashMap<>();
    table.reads.rows(JobFilter.all()).forEach(row -> here.put(row.sequence(), row.run.id()));
    return here;
  }
}
