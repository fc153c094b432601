package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Durations;
import dev.errand.spi.Mail;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  /** What an idempotency key is unique within. */
  private record OwnedKey(Optional<String> owner, String key) {}

  private final @Nullable Archive archive;
  private final RowsById byId = new RowsById();
  private final Map<OwnedKey, Row> byKey = new HashMap<>();
  private final RunLists everybody = RunLists.ofEverybody();
  private final Set<Row> unsettled = new LinkedHashSet<>();
  private final Set<Row> holding = new LinkedHashSet<>();
  private final Deque<Row> notKept = new ArrayDeque<>();
  private final LastingBodies lastingBodies = new LastingBodies();

  /** Archived ones among them: numbers of ids that look automatic and were asked for. */
  private final Set<Long> preferredNumbers = new HashSet<>();

  final IdBook ids = new IdBook(this::isTaken, this::isPreferred, this::highestArchivedSuffix);
  final FairQueue queue = new FairQueue();
  final Timetable<Row> starts = Timetable.ofRows(row -> row.notBefore);
  final Timetable<Row> patience = Timetable.ofRows(row -> row.patience);
  final Mailroom mail = new Mailroom();
  final Retention keep;
  final OwnerBooks owners = new OwnerBooks(book -> mail.opened(book.mail, now()));
  final RunReads reads = new RunReads(everybody, owners, unsettled, mail);
  final UndoLog undo = new UndoLog(this);

  /**
   * The workers that are known to be dead. Kept when their runs have been looked after: that step
   * may be undone, and none of these comes again.
   */
  final Set<String> deadWorkers = new HashSet<>();

  /** The time of the step that is being applied, and what the step brings about. */
  long now;

  private StoreTime storeTime = new StoreTime(Instant.EPOCH, 0);
  private final @Nullable ArchivedRetention archivedRetention;
  Effects effects = new Effects();

  private long ends;

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

  long ends() {
    return ends;
  }

  /** So many ends have been counted before. */
  void ends(long before) {
    ends = before;
  }

  @Nullable Row find(String id) {
    Row row = byId.find(id);
    return row != null || archive == null ? row : found(archive.find(id));
  }

  /** The row that was registered under this key for this owner. */
  @Nullable Row findByKey(Optional<String> owner, Optional<String> key) {
    if (key.isEmpty()) {
      return null;
    }
    Row row = byKey.get(new OwnedKey(owner, key.get()));
    return row != null || archive == null ? row : found(archive.findByKey(owner, key.get()));
  }

  private boolean isTaken(String id) {
    return byId.contains(id) || (archive != null && archive.isTaken(id));
  }

  private boolean isPreferred(long automaticNumber) {
    return !preferredNumbers.isEmpty() && preferredNumbers.contains(automaticNumber);
  }

  private long highestArchivedSuffix(String base) {
    return archive == null ? 0 : archive.highestSuffix(base);
  }

  /** The limit that keeps one more run of this owner from running, if any. */
  @Nullable Limit runningLimit(OwnerBook book, Bounds bounds) {
    if (!hasRoomToRun(bounds)) {
      return Limit.RUNNING;
    }
    return book.runs.occupying >= bounds.runningPerOwner() ? Limit.RUNNING_PER_OWNER : null;
  }

  boolean hasRoomToRun(Bounds bounds) {
    return everybody.occupying < bounds.running();
  }

  /** The limit that keeps one more run of this owner from being queued, if any. */
  @Nullable Limit queueLimit(OwnerBook book, Bounds bounds) {
    if (everybody.queued.size() >= bounds.queued()) {
      return Limit.QUEUED;
    }
    return book.runs.queued.size() >= bounds.queuedPerOwner() ? Limit.QUEUED_PER_OWNER : null;
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
      leave(row);
      row.run = run;
      enter(row);
      if (run.state().settledAt() != null && before.state().settledAt() == null) {
        isFinished(row.book);
      }
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
    if (holders.isEmpty()) {
      holding.remove(row);
    } else {
      holding.add(row);
    }
  }

  List<Row> withHolders() {
    return List.copyOf(holding);
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
    Row here = byId.find(saved.run().registration());
    return here != null ? here : undo.visitor(new Row.Image(saved, Holders.NONE, null));
  }

  /** Puts a row in whose fields say all about it. */
  private void putIn(Row row) {
    Run run = row.run;
    row.isHere = true;
    byId.put(row);
    if (!row.isAutomatic) {
      noteId(run.registration());
    }
    run.registration()
        .terms()
        .idempotencyKey()
        .ifPresent(key -> byKey.put(new OwnedKey(row.book.owner, key), row));
    everybody.registered.add(row);
    row.book.runs.registered.add(row);
    if (row.endSequence != 0) {
      everybody.ended.add(row);
      row.book.runs.ended.add(row);
    }
    enter(row);
    if (run.state().settledAt() == null) {
      everybody.unfinished++;
      row.book.runs.unfinished++;
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
  void putBack(Row row, Row.Image image) {
    Saved saved = image.saved();
    row.run = saved.run();
    row.book = owners.putBack(row.book);
    row.isAutomatic = saved.isAutomatic();
    row.endSequence = saved.endSequence();
    row.holders = image.holders();
    row.isKept = saved.isKept();
    Images.times(row, saved, storeTime);
    putIn(row);
    if (!row.holders.isEmpty()) {
      holding.add(row);
    }
    Long deadUntil = null;
    if (row.run.mail().status() == DeliveryStatus.DEAD && saved.keptUntil() != null) {
      deadUntil = storeTime.nanoTimeOf(saved.keptUntil());
    }
    mail.putBack(row, Images.letter(row, image, storeTime), deadUntil, now);
    row.image = image;
  }

  /** Takes a row out, and leaves no trace. */
  void takeOut(Row row) {
    if (row.run.state().settledAt() == null) {
      isFinished(row.book);
    }
    takeOutOfLists(row);
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
      everybody.occupying++;
      row.book.runs.occupying++;
    }
    takeOutOfLists(row);
    mail.remove(row, effects);
    if (!row.isAutomatic) {
      forgetId(row.run.registration());
    }
    effects.evicted(row.run);
    forgetIfEmpty(row.book);
  }

  private void takeOutOfLists(Row row) {
    leave(row);
    keep.remove(row);
    holding.remove(row);
    byId.remove(row);
    row.run
        .registration()
        .terms()
        .idempotencyKey()
        .ifPresent(key -> byKey.remove(new OwnedKey(row.book.owner, key), row));
    everybody.registered.remove(row);
    row.book.runs.registered.remove(row);
    if (row.endSequence != 0) {
      everybody.ended.remove(row);
      row.book.runs.ended.remove(row);
    }
    row.isHere = false;
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

  // ---- beginning from an archive

  /** Puts in what an archive has kept of a process that has died. */
  void load(List<Saved> runs, Instant wallClock, long nanoTime) {
    storeTime = new StoreTime(wallClock, nanoTime);
    begin(nanoTime);
    List<Row> rows = new ArrayList<>();
    Instant lastRetry = wallClock.plus(MailSteps.LONGEST_RETRY);
    for (Saved asWritten : runs) {
      Saved saved = asWritten.triedAgainBy(lastRetry);
      Row row = new Row(owners.get(saved.run().registration().owner()), saved.run());
      Instant dueSince = saved.letter() == null ? null : saved.letter().dueSince();
      if (dueSince != null) {
        // It has been parked since it became due, however often the process has begun anew.
        row.book.mail.unroutedSince =
            Math.min(row.book.mail.unroutedSince, storeTime.nanoTimeOf(dueSince));
      }
      putBack(row, new Row.Image(saved, Holders.NONE, null));
      deadWorkers.add(saved.run().worker());
      rows.add(row);
    }
    rows.forEach(this::endWhatDiedWithTheProcess);
    tidyUp();
  }

  /** Holds, and calls of sinks and readers: whoever had them is gone (contract F11, J3). */
  private void endWhatDiedWithTheProcess(Row row) {
    Mail before = row.run.mail();
    if (before.holds() > 0 || before.status() == DeliveryStatus.IN_FLIGHT) {
      acceptMail(row); // by a sink that is not there again yet
    }
    if (before.holds() > 0) {
      Transition unused = keep(row, MailTransitions.release(row.run, before.holds()));
    }
    if (before.status() == DeliveryStatus.IN_FLIGHT) {
      Transition unused = keep(row, MailTransitions.giveBack(row.run, before.lease()));
    }
  }

  /** The body of a run that has been forgotten is gone. */
  void bodyIsGone(RunId runId, int epoch) {
    bodyIsGivenUp(runId, epoch);
    OwnerBook book = lastingBodies.remove(runId, epoch);
    if (book != null) {
      isFinished(book);
      forgetIfEmpty(book);
    }
  }

  /** The body of a run that has been forgotten has lost its place. */
  void bodyIsGivenUp(RunId runId, int epoch) {
    OwnerBook book = lastingBodies.losesPlace(runId, epoch);
    if (book != null) {
      vacate(book);
    }
  }

  private void isFinished(OwnerBook book) {
    everybody.unfinished--;
    book.runs.unfinished--;
  }

  /** An owner without runs costs nothing. */
  void forgetIfEmpty(OwnerBook book) {
    if (owners.forgetIfEmpty(book)) {
      queue.remove(book);
    }
  }

  /** Queued runs whose start time has come may be claimed from now on. */
  void makeReady() {
    if (starts.isEmpty()) {
      return;
    }
    for (Row row = starts.pollDue(now); row != null; row = starts.pollDue(now)) {
      row.notBefore = null;
      queue.add(row);
    }
  }

  /** The row of this very run; its id may name another one by now. */
  @Nullable Row rowOf(Registration run) {
    Row here = byId.find(run);
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

  private void enter(Row row) {
    switch (row.run.status()) {
      case QUEUED -> {
        everybody.queued.add(row);
        row.book.runs.queued.add(row);
        if (row.patience != null) {
          patience.add(row);
        }
        if (row.notBefore != null) {
          starts.add(row);
        } else {
          queue.add(row);
        }
      }
      case RUNNING -> {
        everybody.running.add(row);
        row.book.runs.running.add(row);
      }
      case COMPLETED, FAILED, CANCELLED -> {
        if (row.endSequence == 0) {
          row.endSequence = ++ends;
          everybody.ended.add(row);
          row.book.runs.ended.add(row);
        }
        if (row.run.unsettled()) {
          unsettled.add(row);
        }
      }
    }
    if (row.run.state().occupying()) {
      everybody.occupying++;
      row.book.runs.occupying++;
    }
  }

  private void leave(Row row) {
    switch (row.run.status()) {
      case QUEUED -> {
        everybody.queued.remove(row);
        row.book.runs.queued.remove(row);
        queue.remove(row);
        starts.remove(row);
        patience.remove(row);
        row.notBefore = null;
        row.patience = null;
      }
      case RUNNING -> {
        everybody.running.remove(row);
        row.book.runs.running.remove(row);
      }
      case COMPLETED, FAILED, CANCELLED -> unsettled.remove(row);
    }
    if (row.run.state().occupying()) {
      vacate(row.book);
    }
  }

  private void vacate(OwnerBook book) {
    everybody.occupying--;
    book.runs.occupying--;
    queue.join(book);
  }
}
