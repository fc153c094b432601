package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Durations;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import java.time.Duration;
import java.util.ArrayDeque;
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
 * All rows and their indices. Every change of a row goes through {@link #insert}, {@link #replace}
 * or {@link #remove}, which keep the indices true. Knows nothing of what is allowed when; not
 * thread-safe.
 */
final class RunTable {
  /** What an idempotency key is unique within. */
  private record OwnedKey(Optional<String> owner, String key) {}

  private final RowsById byId = new RowsById();
  private final Map<OwnedKey, Row> byKey = new HashMap<>();
  private final RunLists everybody = RunLists.ofEverybody();
  private final Set<Row> unsettled = new LinkedHashSet<>();
  private final Set<Row> holding = new LinkedHashSet<>();
  private final Deque<Row> notKept = new ArrayDeque<>();
  private final LastingBodies lastingBodies = new LastingBodies();

  final IdBook ids = new IdBook(byId::contains, number -> byId.isNamed(number));
  final FairQueue queue = new FairQueue();
  final Timetable<Row> starts = Timetable.ofRows(row -> row.notBefore);
  final Timetable<Row> patience = Timetable.ofRows(row -> row.patience);
  final Mailroom mail = new Mailroom();
  final Keep keep = new Keep();
  final OwnerBooks owners = new OwnerBooks(book -> mail.opened(book.mail, now()));
  final RunReads reads = new RunReads(everybody, owners, unsettled, mail);

  /** The workers that are known to be dead, and whose runs nobody has looked after yet. */
  final Set<String> deadWorkers = new HashSet<>();

  /** The monotonic time of the step that is being applied, and what it brings about. */
  long now;

  Effects effects = new Effects();

  private long ends;

  private long now() {
    return now;
  }

  @Nullable Row find(String id) {
    return byId.find(id);
  }

  /** The row that was registered under this key for this owner. */
  @Nullable Row findByKey(Optional<String> owner, Optional<String> key) {
    return key.isEmpty() ? null : byKey.get(new OwnedKey(owner, key.get()));
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
  Row insert(Run run, OwnerBook book, boolean hasNextId) {
    Row row = new Row(book, run);
    byId.put(row, hasNextId);
    if (!hasNextId) {
      ids.take(run.id());
    }
    run.registration()
        .terms()
        .idempotencyKey()
        .ifPresent(key -> byKey.put(new OwnedKey(book.owner, key), row));
    everybody.registered.add(row);
    book.runs.registered.add(row);
    if (run.status() == JobStatus.QUEUED) {
      Terms terms = run.registration().terms();
      row.notBefore = due(terms.delay());
      row.patience = due(terms.queueTimeout());
    }
    enter(row);
    everybody.unfinished++;
    book.runs.unfinished++;
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
      replace(row, applied.run(), null);
      acceptMail(row);
    }
    return transition;
  }

  /** The mail of this row, if there is any under way, is never unrouted from now on. */
  void acceptMail(Row row) {
    if (row.letter != null) {
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
      if (row.equals(rowOf(row.run.registration()))) {
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
  }

  // ---- holds

  Holders holders(Row row) {
    Holders known = row.holders;
    if (known == null) {
      known = new Holders();
      row.holders = known;
      holding.add(row);
    }
    return known;
  }

  /** Forgets holders who hold nothing any more. */
  void forgetHoldersIfNone(Row row) {
    if (row.holders != null && row.holders.isEmpty()) {
      row.holders = null;
      holding.remove(row);
    }
  }

  List<Row> withHolders() {
    return List.copyOf(holding);
  }

  /**
   * Forgets an ended row. A body that is there still keeps its place until it is gone, or is given
   * up.
   */
  void remove(Row row) {
    if (row.run.state().settledAt() == null) {
      lastingBodies.add(row);
    }
    if (row.run.state().occupying()) {
      everybody.occupying++;
      row.book.runs.occupying++;
    }
    leave(row);
    mail.remove(row, effects);
    keep.remove(row);
    holding.remove(row);
    if (byId.hasNames() && byId.isNamed(row.run.id())) {
      ids.giveBack(row.run.id());
    }
    byId.remove(row);
    row.run
        .registration()
        .terms()
        .idempotencyKey()
        .ifPresent(key -> byKey.remove(new OwnedKey(row.book.owner, key), row));
    everybody.registered.remove(row);
    everybody.ended.remove(row);
    row.book.runs.registered.remove(row);
    row.book.runs.ended.remove(row);
    effects.evicted(row.run);
    forgetIfEmpty(row.book);
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
    return byId.find(run);
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
