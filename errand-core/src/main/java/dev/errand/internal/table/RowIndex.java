package dev.errand.internal.table;

import dev.errand.spi.Bounds;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.Step.Limit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@link RunTable} by all that can be asked about them but their mail, and counted.
 * Follows what the table says; not thread-safe.
 */
final class RowIndex {
  /** What an idempotency key is unique within. */
  private record OwnedKey(Optional<String> owner, String key) {}

  private final RowsById byId = new RowsById();
  private final Map<OwnedKey, Row> byKey = new HashMap<>();
  private final Set<Row> holding = new LinkedHashSet<>();

  final RunLists everybody = RunLists.ofEverybody();
  final Set<Row> unsettled = new LinkedHashSet<>();
  final FairQueue queue = new FairQueue();
  final Timetable<Row> starts = Timetable.ofRows(row -> row.notBefore);
  final Timetable<Row> patience = Timetable.ofRows(row -> row.patience);

  private long ends;

  long ends() {
    return ends;
  }

  /** So many ends have been counted before. */
  void ends(long before) {
    ends = before;
  }

  // ---- finding

  @Nullable Row find(String id) {
    return byId.find(id);
  }

  @Nullable Row find(Registration run) {
    return byId.find(run);
  }

  @Nullable Row findByKey(Optional<String> owner, String key) {
    return byKey.get(new OwnedKey(owner, key));
  }

  List<Row> withHolders() {
    return List.copyOf(holding);
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

  // ---- coming and going

  /** Puts a row in whose fields say all about it. */
  void putIn(Row row) {
    Run run = row.run;
    row.isHere = true;
    byId.put(row);
    hasHolders(row);
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

  /** Takes a row out; its body stays counted until it is finished. */
  void takeOut(Row row) {
    leave(row);
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

  /** The row stands differently from now on. */
  void change(Row row, Run run) {
    leave(row);
    boolean wasSettled = row.run.state().settledAt() != null;
    row.run = run;
    enter(row);
    if (run.state().settledAt() != null && !wasSettled) {
      isFinished(row.book);
    }
  }

  /** Who holds the row has changed. */
  void hasHolders(Row row) {
    if (row.holders.isEmpty()) {
      holding.remove(row);
    } else {
      holding.add(row);
    }
  }

  /** A body of this owner is gone. */
  void isFinished(OwnerBook book) {
    everybody.unfinished--;
    book.runs.unfinished--;
  }

  /** A body of this owner keeps its place, although its row goes. */
  void occupy(OwnerBook book) {
    everybody.occupying++;
    book.runs.occupying++;
  }

  /** A place of this owner is free. */
  void vacate(OwnerBook book) {
    everybody.occupying--;
    book.runs.occupying--;
    queue.join(book);
  }

  /** Queued runs whose start time has come may be claimed from now on. */
  void makeReady(long now) {
    if (starts.isEmpty()) {
      return;
    }
    for (Row row = starts.pollDue(now); row != null; row = starts.pollDue(now)) {
      row.notBefore = null;
      queue.add(row);
    }
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
      occupy(row.book);
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
}
