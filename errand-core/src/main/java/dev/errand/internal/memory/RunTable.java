package dev.errand.internal.memory;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Durations;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All rows and their indices. Every change of a row goes through {@link #insert}, {@link #replace}
 * or {@link #remove}, which keep the indices true. Knows nothing of what is allowed when; not
 * thread-safe.
 */
final class RunTable {
  private static final Comparator<Row> BY_REGISTRATION = Comparator.comparingLong(Row::sequence);
  private static final Comparator<Row> BY_END = Comparator.comparingLong(row -> row.endSequence);

  /** What an idempotency key is unique within. */
  private record OwnedKey(Optional<String> owner, String key) {}

  /** A body whose run has been forgotten while it went on. */
  private record Body(OwnerBook book, int epoch, boolean occupying) {}

  private final RowsById byId = new RowsById();
  private final Map<OwnedKey, Row> byKey = new HashMap<>();
  private final OwnerBook unowned = new OwnerBook(Optional.empty());
  private final Set<Row> holding = new LinkedHashSet<>();
  private final Deque<Row> notKept = new ArrayDeque<>();
  private final Map<String, OwnerBook> owners = new HashMap<>();

  /** The same owners in order, for the trees among them. */
  private final NavigableMap<String, OwnerBook> ownersInOrder = new TreeMap<>();

  private final RowList registered = new RowList(RowList.Kind.TABLE);
  private final RowList queued = new RowList(RowList.Kind.TABLE_STATUS);
  private final RowList running = new RowList(RowList.Kind.TABLE_STATUS);
  private final RowList ended = new RowList(RowList.Kind.TABLE_STATUS);
  private final Set<Row> unsettled = new LinkedHashSet<>();
  private final Map<RunId, Body> bodiesWithoutRow = new HashMap<>();

  final IdBook ids = new IdBook(byId::contains, number -> byId.isNamed(number));
  final FairQueue queue = new FairQueue();
  final Timetable<Row> starts = Timetable.ofRows(row -> row.notBefore);
  final Timetable<Row> patience = Timetable.ofRows(row -> row.patience);
  final Mailroom mail = new Mailroom();
  final Keep keep = new Keep();

  /** The monotonic time of the step that is being applied, and what it brings about. */
  long now;

  Effects effects = new Effects();

  private int unfinished;
  private long ends;
  private int occupying;

  RunTable() {
    mail.opened(unowned.mail, now);
  }

  @Nullable Row find(String id) {
    return byId.find(id);
  }

  /** The row that was registered under this key for this owner. */
  @Nullable Row findByKey(Optional<String> owner, Optional<String> key) {
    return key.isEmpty() ? null : byKey.get(new OwnedKey(owner, key.get()));
  }

  OwnerBook book(Optional<String> owner) {
    if (owner.isEmpty()) {
      return unowned;
    }
    OwnerBook known = owners.get(owner.get());
    return known == null ? newBook(owner) : known;
  }

  private OwnerBook newBook(Optional<String> owner) {
    OwnerBook book = new OwnerBook(owner);
    mail.opened(book.mail, now);
    owners.put(owner.orElseThrow(), book);
    ownersInOrder.put(owner.orElseThrow(), book);
    return book;
  }

  /** The limit that keeps one more run of this owner from running, if any. */
  @Nullable Limit runningLimit(OwnerBook book, Bounds bounds) {
    if (!hasRoomToRun(bounds)) {
      return Limit.RUNNING;
    }
    return book.occupying >= bounds.runningPerOwner() ? Limit.RUNNING_PER_OWNER : null;
  }

  boolean hasRoomToRun(Bounds bounds) {
    return occupying < bounds.running();
  }

  /** The limit that keeps one more run of this owner from being queued, if any. */
  @Nullable Limit queueLimit(OwnerBook book, Bounds bounds) {
    if (queued.size() >= bounds.queued()) {
      return Limit.QUEUED;
    }
    return book.queued.size() >= bounds.queuedPerOwner() ? Limit.QUEUED_PER_OWNER : null;
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
    registered.add(row);
    book.registered.add(row);
    if (run.status() == JobStatus.QUEUED) {
      Terms terms = run.registration().terms();
      row.notBefore = due(terms.delay());
      row.patience = due(terms.queueTimeout());
    }
    enter(row);
    unfinished++;
    book.unfinished++;
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
    for (Row row = mail.deadTooMany(); row != null; row = mail.deadTooMany()) {
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
    boolean hasPlace = row.run.state().occupying();
    if (row.run.state().settledAt() == null) {
      bodiesWithoutRow.put(
          row.run.registration().runId(), new Body(row.book, row.run.epoch(), hasPlace));
    }
    if (hasPlace) {
      occupying++;
      row.book.occupying++;
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
    registered.remove(row);
    row.book.registered.remove(row);
    ended.remove(row);
    row.book.ended.remove(row);
    effects.evicted(row.run);
    forgetIfEmpty(row.book);
  }

  /** The body of a run that has been forgotten is gone. */
  void bodyIsGone(RunId runId, int epoch) {
    bodyIsGivenUp(runId, epoch);
    Body body = bodiesWithoutRow.get(runId);
    if (body != null && body.epoch == epoch) {
      bodiesWithoutRow.remove(runId);
      isFinished(body.book);
      forgetIfEmpty(body.book);
    }
  }

  /** The body of a run that has been forgotten has lost its place. */
  void bodyIsGivenUp(RunId runId, int epoch) {
    Body body = bodiesWithoutRow.get(runId);
    if (body != null && body.epoch == epoch && body.occupying) {
      bodiesWithoutRow.put(runId, new Body(body.book, epoch, false));
      vacate(body.book);
    }
  }

  private void isFinished(OwnerBook book) {
    unfinished--;
    book.unfinished--;
  }

  /** An owner without runs costs nothing. */
  void forgetIfEmpty(OwnerBook book) {
    if (book.isEmpty() && book.owner.isPresent()) {
      owners.remove(book.owner.get());
      queue.remove(book);
      ownersInOrder.remove(book.owner.get());
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

  List<Run> running(JobFilter filter) {
    return inOrder(filter, running::rows, book -> book.running.rows());
  }

  List<Run> unsettled(JobFilter filter) {
    return unsettled.stream()
        .filter(row -> filter.matches(row.book.owner))
        .sorted(BY_END)
        .map(row -> row.run)
        .toList();
  }

  List<Run> queued(JobFilter filter) {
    return inOrder(filter, queued::rows, book -> book.queued.rows());
  }

  List<Run> all(JobFilter filter) {
    if (filter instanceof JobFilter.All) {
      return runs(registered.rows());
    }
    List<Row> rows = new ArrayList<>();
    books(filter).forEach(book -> rows.addAll(book.registered.rows()));
    rows.sort(BY_REGISTRATION);
    return runs(rows);
  }

  List<Run> recent(int limit, JobFilter filter) {
    if (filter instanceof JobFilter.All) {
      return runs(ended.newestFirst(limit));
    }
    List<Row> rows = new ArrayList<>();
    books(filter).forEach(book -> rows.addAll(book.ended.newestFirst(limit)));
    rows.sort(BY_END.reversed());
    return runs(rows.size() > limit ? rows.subList(0, limit) : rows);
  }

  /** How many runs have not settled, forgotten ones whose bodies go on among them. */
  int unfinished(JobFilter filter) {
    return filter instanceof JobFilter.All
        ? unfinished
        : books(filter).stream().mapToInt(book -> book.unfinished).sum();
  }

  MailStep.Counts counts(JobFilter filter, Instant wallClock, long nanoTime) {
    return filter instanceof JobFilter.All
        ? mail.counts(wallClock, nanoTime)
        : Mailroom.counts(books(filter), wallClock, nanoTime);
  }

  /** The runs whose mail is under way and passes, in the order of their ends. */
  List<Run> underWay(JobFilter filter, Predicate<Row> wanted) {
    List<Row> rows = new ArrayList<>();
    books(filter).forEach(book -> rows.addAll(book.mail.underWay.rows()));
    rows.removeIf(wanted.negate());
    rows.sort(BY_END);
    return runs(rows);
  }

  /** The rows whose mail is with the sinks of this worker. */
  List<Row> inFlightWith(Worker worker) {
    List<Row> rows = new ArrayList<>();
    allBooks().forEach(book -> rows.addAll(book.mail.underWay.rows()));
    rows.removeIf(row -> row.letter == null || !worker.id().equals(row.letter.courier));
    return rows;
  }

  /** The lanes that the opening or closing of a sink for this audience may concern. */
  Collection<OwnerBook> audience(JobFilter audience) {
    return audience instanceof JobFilter.All ? allBooks() : books(audience);
  }

  private Collection<OwnerBook> allBooks() {
    List<OwnerBook> books = new ArrayList<>(owners.values());
    books.add(unowned);
    return books;
  }

  /** The book of a lane, if there is one. */
  @Nullable OwnerBook existingBook(Optional<String> owner) {
    return owner.isEmpty() ? unowned : owners.get(owner.get());
  }

  /** The ended rows, oldest end first. */
  List<Row> ended(JobFilter filter) {
    return ended.oldestFirst(row -> filter.matches(row.book.owner));
  }

  private List<Run> inOrder(
      JobFilter filter,
      Supplier<Collection<Row>> everybody,
      Function<OwnerBook, Collection<Row>> perOwner) {
    List<Row> rows = new ArrayList<>();
    if (filter instanceof JobFilter.All) {
      rows.addAll(everybody.get());
    } else {
      books(filter).forEach(book -> rows.addAll(perOwner.apply(book)));
    }
    rows.sort(BY_REGISTRATION);
    return runs(rows);
  }

  private Collection<OwnerBook> books(JobFilter filter) {
    return switch (filter) {
      case JobFilter.All all -> allBooks();
      case JobFilter.Unowned none -> List.of(unowned);
      case JobFilter.Owner one -> existing(one.owner());
      case JobFilter.OwnerTree tree -> {
        List<OwnerBook> books = new ArrayList<>(existing(tree.owner()));
        // '0' follows '/' in Unicode: between the two lie exactly the children.
        books.addAll(ownersInOrder.subMap(tree.owner() + "/", tree.owner() + "0").values());
        yield books;
      }
    };
  }

  private List<OwnerBook> existing(String owner) {
    OwnerBook book = owners.get(owner);
    return book == null ? List.of() : List.of(book);
  }

  private @Nullable Long due(Optional<Duration> delay) {
    return delay.isEmpty() ? null : now + Durations.saturatedNanos(delay.get());
  }

  private void enter(Row row) {
    switch (row.run.status()) {
      case QUEUED -> {
        queued.add(row);
        row.book.queued.add(row);
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
        running.add(row);
        row.book.running.add(row);
      }
      case COMPLETED, FAILED, CANCELLED -> {
        if (row.endSequence == 0) {
          row.endSequence = ++ends;
          ended.add(row);
          row.book.ended.add(row);
        }
        if (row.run.unsettled()) {
          unsettled.add(row);
        }
      }
    }
    if (row.run.state().occupying()) {
      occupying++;
      row.book.occupying++;
    }
  }

  private void leave(Row row) {
    switch (row.run.status()) {
      case QUEUED -> {
        queued.remove(row);
        row.book.queued.remove(row);
        queue.remove(row);
        starts.remove(row);
        patience.remove(row);
        row.notBefore = null;
        row.patience = null;
      }
      case RUNNING -> {
        running.remove(row);
        row.book.running.remove(row);
      }
      case COMPLETED, FAILED, CANCELLED -> unsettled.remove(row);
    }
    if (row.run.state().occupying()) {
      vacate(row.book);
    }
  }

  private void vacate(OwnerBook book) {
    occupying--;
    book.occupying--;
    queue.join(book);
  }

  private static List<Run> runs(List<Row> rows) {
    List<Run> runs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      runs.add(row.run);
    }
    return List.copyOf(runs);
  }
}
