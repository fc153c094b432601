package dev.errand.internal.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letters in order of arrival, removed anywhere at no cost: each knows its neighbours. */
final class LetterList {

  /** The list of everything under way. */
  static final int ALL = 0;

  /** The list of everything under way in one lane. */
  static final int LANE = 1;

  /** The list of what could be taken now in one lane. */
  static final int DUE = 2;

  /** How many lists a letter may be in at the same time. */
  static final int KINDS = 3;

  private final int kind;
  private @Nullable Letter first;
  private @Nullable Letter last;
  private int size;

  LetterList(int kind) {
    this.kind = kind;
  }

  int size() {
    return size;
  }

  @Nullable Letter first() {
    return first;
  }

  @Nullable Letter after(Letter letter) {
    return letter.next[kind];
  }

  void append(Letter letter) {
    Letter tail = last;
    letter.previous[kind] = tail;
    letter.next[kind] = null;
    if (tail == null) {
      first = letter;
    } else {
      tail.next[kind] = letter;
    }
    last = letter;
    size++;
  }

  /** Inserts a letter before those that became due at the same moment and ended later. */
  void insertByTurn(Letter letter) {
    Letter before = last;
    while (before != null
        && before.dueSince == letter.dueSince
        && before.order() > letter.order()) {
      before = before.previous[kind];
    }
    Letter after = before == null ? first : before.next[kind];
    if (after == null) {
      append(letter);
      return;
    }
    letter.previous[kind] = before;
    letter.next[kind] = after;
    after.previous[kind] = letter;
    if (before == null) {
      first = letter;
    } else {
      before.next[kind] = letter;
    }
    size++;
  }

  void remove(Letter letter) {
    Letter before = letter.previous[kind];
    Letter after = letter.next[kind];
    if (before == null) {
      first = after;
    } else {
      before.next[kind] = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous[kind] = before;
    }
    letter.previous[kind] = null;
    letter.next[kind] = null;
    size--;
  }

  /** The rows of the letters, in order. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>(size);
    for (Letter letter = first; letter != null; letter = letter.next[kind]) {
      rows.add(letter.row);
    }
    return rows;
  }
}
