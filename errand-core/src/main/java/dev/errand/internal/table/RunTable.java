package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Durations;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rows and their indices. Every change of a row goes through {@link #insert}, {@link #keep} or
 * {@link #remove}, which keep the indices true. Knows nothing of what is allowed when; not
 * thread-safe.
 *
 * <p>With an {@link Archive} it holds only what something may still happen to. Rows that are asked
 * for come from there, and go back at the end of the step.
 */
final class RunTable {
  private final @Nullable Archive archive;
  private final Deque<Row> notKept = new ArrayDeque<>();
  private final LastingBodies lastingBodies = new LastingBodies();

  /** Archived ones among them: numbers of ids that look automatic and were asked for. */
  private final Set<Long> preferredNumbers = new HashSet<>();

  final IdBook ids = new IdBook(this::isTaken, this::isPreferred, this::highestArchivedSuffix);
  final RowIndex index = new RowIndex();
  final Mailroom mail = new Mailroom();
  final Retention keep;
  final OwnerBooks owners = new OwnerBooks(book -> mail.opened(book.mail, now()));
  final RunReads reads = new RunReads(index.everybody, owners, index.unsettled, mail);
  final UndoLog undo = new UndoLog(this);

  final Graves graves = new Graves();

  /** The time of the step that is being applied, and what the step brings about. */
  long now;

  private StoreTime storeTime = new StoreTime(Instant.EPOCH, 0);
  private final @Nullable ArchivedRetention archivedRetention;
  Effects effects = new Effects();

  /** An empty table. */
  RunTable(@Nullable Archive archive) {
    this.archive = archive;
    this.archivedRetention = archive == null ? null : new ArchivedRetention(archive, this);
    this.keep = archivedRetention == null ? new Keep() : archivedRetention;
  }

  /** A step begins. */
  void begin(long nanoTime) {
    now = nanoTime;
    if (archivedRetention != null) {
      archivedRetention.stepBegins();
    }
  }

  StoreTime storeTime() {
    return storeTime;
  }

  private long now() {
    return now;
  }

  @Nullable Row find(String id) {
    Row row = index.find(id);
    return row != null || archive == null ? row : found(archive.find(id));
  }

  /** The row that was registered under this key for this owner. */
  @Nullable Row findByKey(Optional<String> owner, Optional<String> key) {
    if (key.isEmpty()) {
      return null;
    }
    Row row = index.findByKey(owner, key.get());
    return row != null || archive == null ? row : found(archive.findByKey(owner, key.get()));
  }

  private boolean isTaken(String id) {
    return index.find(id) != null || (archive != null && archive.isTaken(id));
  }

  private boolean isPreferred(long automaticNumber) {
    return !preferredNumbers.isEmpty() && preferredNumbers.contains(automaticNumber);
  }

  private long highestArchivedSuffix(String base) {
    return archive == null ? 0 : archive.highestSuffix(base);
  }

  /** Adds a run that is queued or, if {@code run} says so, already claimed. */
  Row insert(Run run, OwnerBook book, boolean isAutomatic) {
    Row row = new Row(book, run);
    row.isAutomatic = isAutomatic;
    if (run.status() == JobStatus.QUEUED) {
      Terms terms = run.registration().terms();
      row.notBefore = due(terms.delay());
      row.patience = due(terms.queueTimeout());
    }
    isChanging(row);
    putIn(row);
    return row;
  }

  /** Keeps what a transition says, if it applies; mail without a possible sink is unrouted. */
  Transition keep(Row row, Transition transition) {
    return keep(row, transition, null);
  }

  /** Likewise; mail that is to be tried again waits until then. */
  Transition keep(Row row, Transition transition, @Nullable Long retryAt) {
    if (!(transition instanceof Applied applied)) {
      return transition;
    }
    isChanging(row);
    Run run = mail.routed(row, applied.run());
    replace(row, run, retryAt);
    return isSame(run, applied.run()) ? transition : new Applied(run);
  }

  /**
   * Likewise, of a run whose worker died. Nobody knows any more who had a sink for its mail; so it
   * waits for one and is not unrouted.
   */
  Transition keepForSomeSink(Row row, Transition transition) {
    if (transition instanceof Applied applied) {
      isChanging(row);
      replace(row, applied.run(), null);
      acceptMail(row);
    }
    return transition;
  }

  /** Keeps what a body has said, if that applies: no index and no mail depends on it. */
  Transition keepProgress(Row row, Transition transition) {
    if (transition instanceof Applied applied) {
      isChanging(row);
      row.run = applied.run();
    }
    return transition;
  }

  /** The mail of this row, if there is any under way, is never unrouted from now on. */
  void acceptMail(Row row) {
    if (row.letter != null) {
      isChanging(row);
      row.letter.accepted = true;
    }
  }

  private void replace(Row row, Run run, @Nullable Long retryAt) {
    Run before = row.run;
    if (isSame(before.state(), run.state())) {
      row.run = run;
    } else {
      index.change(row, run);
    }
    boolean unblocked = run.mail().isUnderWay() && run.isOutOfTheWay() != before.isOutOfTheWay();
    if (unblocked || !isSame(before.mail(), run.mail())) {
      mail.update(row, before, run, retryAt, now, effects);
    }
    keepOrNot(row);
  }

  /** Whether nothing was changed: to compare what is in two records costs more than it tells. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Object before, Object after) {
    return before == after;
  }

  /** Once a run has settled and its delivery is concluded, its retention begins (H1). */
  private void keepOrNot(Row row) {
    Run run = row.run;
    boolean over =
        run.state().settledAt() != null
            && run.mail().isConcluded()
            && run.mail().status() != DeliveryStatus.DEAD;
    if (!over) {
      keep.remove(row);
    } else if (!row.isKept) {
      Duration retention = run.registration().terms().policy().retention();
      if (retention.isZero()) {
        notKept.add(row);
      } else if (keep.add(row, retention, now)) {
        effects.wakeIn(row.forgetAt - now);
      }
    }
  }

  /** Ends a step: what is not to be kept goes, and of what may only be so much, the oldest. */
  void tidyUp() {
    for (Row row = notKept.poll(); row != null; row = notKept.poll()) {
      if (row.isHere) {
        remove(row);
      }
    }
    for (Row row = mail.parkedTooMany(); row != null; row = mail.parkedTooMany()) {
      Transition unused =
          keep(
              row,
              MailTransitions.bury(
                  row.run, "More than " + Mailroom.MOST_PARKED + " deliveries were parked"));
    }
    for (Row row = mail.dead.tooMany(); row != null; row = mail.dead.tooMany()) {
      remove(row);
    }
    if (archive != null) {
      undo.writeDown(archive);
    }
  }

  // ---- holds

  void setHolders(Row row, Holders holders) {
    isChanging(row);
    row.holders = holders;
    index.hasHolders(row);
  }

  // ---- coming and going

  /** The row is about to change, or has just changed in the step that is being applied. */
  void isChanging(Row row) {
    if (archive != null) {
      undo.isChanging(row);
    }
  }

  /** The row of what the archive has found; from now on it is here. */
  private @Nullable Row found(@Nullable Saved saved) {
    return saved == null ? null : rowOf(saved);
  }

  Row rowOf(Saved saved) {
    Row here = index.find(saved.run().registration());
    return here != null ? here : undo.visitor(saved);
  }

  private void putIn(Row row) {
    index.putIn(row);
    if (!row.isAutomatic) {
      noteId(row.run.registration());
    }
  }

  private void noteId(Registration run) {
    if (run.automaticNumber() != 0) {
      preferredNumbers.add(run.automaticNumber());
    }
    if (archive == null) {
      ids.take(run.id());
    }
  }

  private void forgetId(Registration run) {
    if (run.automaticNumber() != 0) {
      preferredNumbers.remove(run.automaticNumber());
    }
    if (archive == null) {
      ids.giveBack(run.id());
    }
  }

  /** The archive has a run whose preferred id is the automatic one of this number. */
  void isPreferredInArchive(long automaticNumber) {
    preferredNumbers.add(automaticNumber);
  }

  /** Puts a row in as it was once. */
  void putBack(Row row, Saved saved) {
    row.run = saved.run();
    row.book = owners.putBack(row.book);
    row.isAutomatic = saved.isAutomatic();
    row.endSequence = saved.endSequence();
    row.holders = Holders.of(saved.holders());
    row.isKept = saved.isKept();
    Images.times(row, saved, storeTime);
    putIn(row);
    Long deadUntil = null;
    if (row.run.mail().status() == DeliveryStatus.DEAD && saved.keptUntil() != null) {
      deadUntil = storeTime.nanoTimeOf(saved.keptUntil());
    }
    mail.putBack(row, Images.letter(row, saved, storeTime), deadUntil, now);
    row.image = saved;
  }

  /** Who has this sink has changed. */
  void routeIsChanging(JobFilter audience) {
    if (archive != null) {
      Routes.Route route = mail.routes.opened(audience);
      archive.write(
          audience, route == null ? null : new Archive.Route(route.worker().id(), route.token()));
    }
  }

  /** An id that was asked for, of a run that was never here. */
  void noteArchivedId(Saved saved) {
    if (!saved.isAutomatic()) {
      noteId(saved.run().registration());
    }
  }

  void forgetIds(Row row) {
    if (!row.isAutomatic) {
      forgetId(row.run.registration());
    }
  }

  /** Takes a row out, and leaves no trace. */
  void takeOut(Row row) {
    if (row.run.state().settledAt() == null) {
      index.isFinished(row.book);
    }
    keep.remove(row);
    index.takeOut(row);
    mail.takeOut(row);
    forgetIfEmpty(row.book);
  }

  /**
   * Forgets an ended row. A body that is there still keeps its place until it is gone, or is given
   * up.
   */
  void remove(Row row) {
    isChanging(row);
    if (row.run.state().settledAt() == null) {
      lastingBodies.add(row);
    }
    if (row.run.state().occupying()) {
      index.occupy(row.book);
    }
    keep.remove(row);
    index.takeOut(row);
    mail.remove(row, effects);
    if (!row.isAutomatic) {
      forgetId(row.run.registration());
    }
    effects.evicted(row.run);
    forgetIfEmpty(row.book);
  }

  /** An undone step leaves nothing of a row; {@code known} tells whether it was there before. */
  void undo(Row row, boolean known) {
    if (row.isHere) {
      takeOut(row);
    } else {
      bodyIsGone(row.run.registration().runId(), row.run.epoch());
    }
    if (!row.isAutomatic) {
      if (known) {
        noteId(row.run.registration());
      } else {
        forgetId(row.run.registration());
      }
    }
  }

  /** To be done if the step that is being applied is not kept after all. */
  void ifUndone(Runnable action) {
    if (archive != null) {
      undo.also(action);
    }
  }

  /** The step that is being applied has failed. */
  void abort() {
    effects = new Effects();
    notKept.clear();
    undo.undoStep();
    isUndone();
  }

  /** Nothing of the steps since the last commit has been kept. */
  void undoAll() {
    undo.undoAll();
    isUndone();
  }

  private void isUndone() {
    if (archivedRetention != null) {
      archivedRetention.isUndone();
    }
  }

  /** The ended rows that the filter sees, oldest end first. */
  List<Row> ended(JobFilter filter) {
    if (archive != null) {
      archive.kept(filter).forEach(this::rowOf);
    }
    return reads.ended(filter);
  }

  /** The store begins now. */
  void opensAt(Instant wallClock, long nanoTime) {
    storeTime = new StoreTime(wallClock, nanoTime);
    begin(nanoTime);
  }

  /** The body of a run that has been forgotten is gone. */
  void bodyIsGone(RunId runId, int epoch) {
    bodyIsGivenUp(runId, epoch);
    OwnerBook book = lastingBodies.remove(runId, epoch);
    if (book != null) {
      index.isFinished(book);
      forgetIfEmpty(book);
    }
  }

  /** The body of a run that has been forgotten has lost its place. */
  void bodyIsGivenUp(RunId runId, int epoch) {
    OwnerBook book = lastingBodies.losesPlace(runId, epoch);
    if (book != null) {
      index.vacate(book);
    }
  }

  /** An owner without runs costs nothing. */
  void forgetIfEmpty(OwnerBook book) {
    if (owners.forgetIfEmpty(book)) {
      index.queue.remove(book);
    }
  }

  /** The row of this very run; its id may name another one by now. */
  @Nullable Row rowOf(Registration run) {
    Row here = index.find(run);
    if (here != null || archive == null) {
      return here;
    }
    Saved saved = archive.find(run.id());
    return saved != null && saved.run().registration().isSameRun(run) ? rowOf(saved) : null;
  }

  @Nullable Row visible(String id, JobFilter filter) {
    Row row = find(id);
    return row != null && filter.matches(row.book.owner) ? row : null;
  }

  private @Nullable Long due(Optional<Duration> delay) {
    return delay.isEmpty() ? null : now + Durations.saturatedNanos(delay.get());
  }
}
