package dev.errand.internal.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows by a number that counts up: appended at the end, found and removed anywhere. Twelve bytes a
 * row.
 *
 * <p>Removing leaves a hole; when holes are many, the rows move together. So finding costs O(log n)
 * at most, and removing as much, amortised.
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

  /** Whether this key is greater than all that are here. */
  boolean isBeyond(long key) {
    return begin == end || key > keys[end - 1];
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

  private void makeRoom() {
    moveTogether(
        size >= rows.length - rows.length / 4
            ? Math.max(LEAST, rows.length + rows.length / 2)
            : rows.length);
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
