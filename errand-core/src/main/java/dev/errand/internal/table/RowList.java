package dev.errand.internal.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order in which they were added, removed anywhere at no cost: a row knows its place in
 * each list. About six bytes a row, where linked nodes would take forty; a million retained runs
 * are kept in five of these.
 *
 * <p>A ring: retention takes the oldest first, so room becomes free where the next ones go. Places
 * count on, so that a ring can grow without a look at its rows. What is removed elsewhere leaves a
 * hole; when holes are many, the rows move together.
 */
final class RowList {

  /** The lists a row may be in at the same time. */
  enum Kind {
    /** Everything registered, of the table. */
    TABLE,
    /** Everything registered, of one owner. */
    OWNER,
    /** What is queued, running or ended, of the table: a row is one of these at a time. */
    TABLE_STATUS,
    /** What is queued, running or ended, of one owner. */
    OWNER_STATUS,
    /** What is kept until its retention is over. */
    KEPT
  }

  private static final int LEAST = 8;

  private final Kind kind;
  private @Nullable Row[] ring = new Row[0];

  /** Where in the ring the first place is, which place that is, and the place after the last. */
  private int start;

  private int begin;
  private int end;
  private int size;

  RowList(Kind kind) {
    this.kind = kind;
  }

  int size() {
    return size;
  }

  /** How many rows there would be room for. */
  int capacity() {
    return ring.length;
  }

  void add(Row row) {
    if (end - begin == ring.length) {
      makeRoom();
    }
    ring[slot(end)] = row;
    row.place(kind, end++);
    size++;
  }

  /** Removes a row that is here. */
  void remove(Row row) {
    ring[slot(row.place(kind))] = null;
    size--;
    while (begin != end && ring[start] == null) {
      start = start + 1 == ring.length ? 0 : start + 1;
      begin++;
    }
    while (begin != end && ring[slot(end - 1)] == null) {
      end--;
    }
    if (ring.length > LEAST && size < ring.length / 4) {
      moveTo(new Row[Math.max(LEAST, ring.length / 2)]);
    }
  }

  @Nullable Row first() {
    return size == 0 ? null : ring[start];
  }

  /** All rows, oldest first. */
  List<Row> rows() {
    return oldestFirst(row -> true);
  }

  /** The rows that pass, oldest first. */
  List<Row> oldestFirst(Predicate<Row> wanted) {
    List<Row> answer = new ArrayList<>();
    for (int place = begin; place != end; place++) {
      Row row = ring[slot(place)];
      if (row != null && wanted.test(row)) {
        answer.add(row);
      }
    }
    return answer;
  }

  /** The newest rows, newest first. */
  List<Row> newestFirst(int limit) {
    List<Row> answer = new ArrayList<>(Math.min(limit, size));
    for (int place = end; place != begin && answer.size() < limit; ) {
      Row row = ring[slot(--place)];
      if (row != null) {
        answer.add(row);
      }
    }
    return answer;
  }

  private int slot(int place) {
    int slot = start + (place - begin);
    return slot >= ring.length ? slot - ring.length : slot;
  }

  private void makeRoom() {
    if (size <= ring.length - ring.length / 4) {
      moveTo(ring.length == 0 ? new Row[LEAST] : new Row[ring.length]);
      return;
    }
    @Nullable Row[] larger = new Row[Math.max(LEAST, ring.length + ring.length / 2)];
    int upTo = ring.length - start;
    System.arraycopy(ring, start, larger, 0, upTo);
    System.arraycopy(ring, 0, larger, upTo, start);
    ring = larger;
    start = 0;
  }

  /** Moves the rows together, without holes. */
  private void moveTo(@Nullable Row[] other) {
    int to = 0;
    for (int place = begin; place != end; place++) {
      Row row = ring[slot(place)];
      if (row != null) {
        row.place(kind, begin + to);
        other[to++] = row;
      }
    }
    ring = other;
    start = 0;
    end = begin + to;
  }
}
