package dev.errand.internal.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of a growing number: appended at the end, removed anywhere. About eight bytes a
 * row, where linked nodes would take forty; that is what a million retained runs are kept in.
 *
 * <p>Removing leaves a hole; when more than half are holes, the rows move together. So iterating
 * costs O(rows), and removing O(log n) to find the row, amortised.
 */
final class Ledger {
  private static final int LEAST = 8;

  private @Nullable Row[] rows = new Row[0];
  private long[] keys = new long[0];

  /**
   * Everything below is a hole. Retention takes the oldest first, so the front is where holes are
   * made.
   */
  private int begin;

  private int end;
  private int size;

  int size() {
    return size;
  }

  /** Appends a row under a key that is greater than all before. */
  void append(long key, Row row) {
    if (end == rows.length) {
      makeRoom();
    }
    keys[end] = key;
    rows[end] = row;
    end++;
    size++;
  }

  /** The row of this key. Found at once where the numbers before or after it are without gaps. */
  @Nullable Row find(long key) {
    int at = indexOf(key);
    return at < 0 ? null : rows[at];
  }

  private int indexOf(long key) {
    if (begin == end || key < keys[begin] || key > keys[end - 1]) {
      return -1;
    }
    // Most who ask want one of the newest rows, or one of those kept longest: from either end to
    // the
    // first gap the place can be reckoned.
    long fromEnd = end - 1 - (keys[end - 1] - key);
    if (fromEnd >= begin && keys[(int) fromEnd] == key) {
      return (int) fromEnd;
    }
    long fromBegin = begin + (key - keys[begin]);
    return fromBegin < end && keys[(int) fromBegin] == key
        ? (int) fromBegin
        : Arrays.binarySearch(keys, begin, end, key);
  }

  /** Removes the row of this key, if it is here. */
  void remove(long key) {
    int at = indexOf(key);
    if (at < 0 || rows[at] == null) {
      return;
    }
    rows[at] = null;
    size--;
    while (begin < end && rows[begin] == null) {
      begin++;
    }
    while (begin < end && rows[end - 1] == null) {
      end--;
    }
    if (rows.length > LEAST && size < rows.length / 4) {
      moveTogether(Math.max(LEAST, rows.length / 2));
    }
  }

  /** The rows that pass, oldest first. */
  List<Row> oldestFirst(Predicate<Row> wanted) {
    List<Row> answer = new ArrayList<>();
    for (int i = begin; i < end; i++) {
      Row row = rows[i];
      if (row != null && wanted.test(row)) {
        answer.add(row);
      }
    }
    return answer;
  }

  /** The newest rows, newest first. */
  List<Row> newestFirst(int limit) {
    List<Row> answer = new ArrayList<>(Math.min(limit, size));
    for (int i = end - 1; i >= begin && answer.size() < limit; i--) {
      Row row = rows[i];
      if (row != null) {
        answer.add(row);
      }
    }
    return answer;
  }

  private void makeRoom() {
    moveTogether(size >= rows.length / 2 ? Math.max(LEAST, rows.length * 2) : rows.length);
  }

  private void moveTogether(int capacity) {
    @Nullable Row[] oldRows = rows;
    long[] oldKeys = keys;
    @Nullable Row[] newRows = new Row[capacity];
    long[] newKeys = new long[capacity];
    int to = 0;
    for (int from = begin; from < end; from++) {
      Row row = oldRows[from];
      if (row != null) {
        newRows[to] = row;
        newKeys[to++] = oldKeys[from];
      }
    }
    rows = newRows;
    keys = newKeys;
    begin = 0;
    end = to;
  }
}
