package dev.errand.internal.memory;

import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.Durations;
import dev.errand.spi.Run;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All rows and their indices. Every change of a row goes through {@link #insert}, {@link #replace}
 * or {@link #remove}, which keep the indices true. Knows nothing of what is allowed when; not
 * thread-safe.
 */
final class RunTable {
  private static final Comparator<Row> BY_REGISTRATION =
      Comparator.comparingLong(row -> row.sequence);
  private static final Comparator<Row> BY_END = Comparator.comparingLong(row -> row.endSequence);

  /** What an idempotency key is unique within. */
  private record OwnedKey(Optional<String> owner, String key) {}

  /** A body whose run has been forgotten while it went on. */
  private record Body(OwnerBook book, int epoch) {}

  private final RowsById byId = new RowsById();
  private final Map<OwnedKey, Row> byKey = new HashMap<>();
  private final OwnerBook unowned = new OwnerBook(Optional.empty());
  private final Map<String, OwnerBook> owners = new HashMap<>();

  /** The same owners in order, for the trees among them. */
  private final NavigableMap<String, OwnerBook> ownersInOrder = new TreeMap<>();

  private final Ledger registered = new Ledger();
  private final Ledger ended = new Ledger();
  private final RowBag running = RowBag.ofTable();
  private final Set<Row> queued = new LinkedHashSet<>();
  private final Set<Row> unsettled = new LinkedHashSet<>();
  private final Map<String, Body> bodiesWithoutRow = new HashMap<>();

  final IdBook ids = new IdBook(byId::contains);
  final FairQueue queue = new FairQueue();
  final Timetable starts = new Timetable(row -> row.notBefore);
  final Timetable patience = new Timetable(row -> row.patience);

  private long ends;
  private int occupying;

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
  Row insert(Run run, OwnerBook book, LongSupplier nanoTime) {
    Row row = new Row(book, run);
    byId.put(run.id(), row, ids.lastGiven());
    ids.take(run.id());
    run.registration()
        .terms()
        .idempotencyKey()
        .ifPresent(key -> byKey.put(new OwnedKey(book.owner, key), row));
    registered.append(row.sequence, row);
    book.registered.append(row.sequence, row);
    if (run.status() == JobStatus.QUEUED) {
      Terms terms = run.registration().terms();
      row.notBefore = due(terms.delay(), nanoTime);
      row.patience = due(terms.queueTimeout(), nanoTime);
    }
    enter(row);
    return row;
  }

  /** Gives a row its new state. */
  void replace(Row row, Run run) {
    leave(row);
    row.run = run;
    enter(row);
  }

  /**
   * Forgets an ended row. A body that is there still keeps its place until it is gone, or is given
   * up.
   */
  void remove(Row row) {
    if (row.run.state().occupying()) {
      bodiesWithoutRow.put(row.run.runId(), new Body(row.book, row.run.epoch()));
      occupying++;
      row.book.occupying++;
    }
    leave(row);
    byId.remove(row.run.id());
    ids.giveBack(row.run.id());
    row.run
        .registration()
        .terms()
        .idempotencyKey()
        .ifPresent(key -> byKey.remove(new OwnedKey(row.book.owner, key), row));
    registered.remove(row.sequence);
    row.book.registered.remove(row.sequence);
    ended.remove(row.endSequence);
    row.book.ended.remove(row.endSequence);
    forgetIfEmpty(row.book);
  }

  /** The body of a run that has been forgotten is gone, or given up. */
  void bodyIsGone(String runId, int epoch) {
    Body body = bodiesWithoutRow.get(runId);
    if (body != null && body.epoch == epoch) {
      bodiesWithoutRow.remove(runId);
      vacate(body.book);
      forgetIfEmpty(body.book);
    }
  }

  /** An owner without runs costs nothing. */
  void forgetIfEmpty(OwnerBook book) {
    if (book.isEmpty() && book.owner.isPresent()) {
      owners.remove(book.owner.get());
      queue.remove(book);
      ownersInOrder.remove(book.owner.get());
    }
  }

  /** Makes a row whose start time has come ready to be claimed. */
  void makeReady(Row row) {
    row.notBefore = null;
    queue.add(row);
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
    return inOrder(filter, () -> queued, book -> book.queued);
  }

  List<Run> all(JobFilter filter) {
    if (filter instanceof JobFilter.All) {
      return runs(registered.oldestFirst(row -> true));
    }
    List<Row> rows = new ArrayList<>();
    books(filter).forEach(book -> rows.addAll(book.registered.oldestFirst(row -> true)));
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
      case JobFilter.All all -> owners.values();
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

  private static @Nullable Long due(Optional<Duration> delay, LongSupplier nanoTime) {
    return delay.isEmpty() ? null : nanoTime.getAsLong() + Durations.saturatedNanos(delay.get());
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
          ended.append(row.endSequence, row);
          row.book.ended.append(row.endSequence, row);
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
