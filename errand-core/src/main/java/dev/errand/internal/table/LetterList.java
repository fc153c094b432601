package dev.errand.internal.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letters in order of arrival, removed anywhere at no cost: each knows its neighbours. */
final class LetterList {

  /** Whether this is a lane's queue of due mail, and not the list of all its mail under way. */
  private final boolean ofDue;

  private @Nullable Letter first;
  private @Nullable Letter last;
  private int size;

  private LetterList(boolean ofDue) {
    this.ofDue = ofDue;
  }

  static LetterList ofDue() {
    return new LetterList(true);
  }

  static LetterList ofUnderWay() {
    return new LetterList(false);
  }

  int size() {
    return size;
  }

  @Nullable Letter first() {
    return first;
  }

  void append(Letter letter) {
    insertAfter(last, letter);
  }

  /**
   * Inserts a letter by when it became due, and by the order of ends where that is the same moment;
   * near the end, as a rule.
   */
  void insertByTurn(Letter letter) {
    Letter before = last;
    while (before != null && isAfter(before, letter)) {
      before = previous(before);
    }
    insertAfter(before, letter);
  }

  private static boolean isAfter(Letter one, Letter other) {
    long later = one.dueSince - other.dueSince;
    return later > 0 || (later == 0 && one.order() > other.order());
  }

  void remove(Letter letter) {
    link(previous(letter), next(letter));
    previous(letter, null);
    next(letter, null);
    size--;
  }

  /** The rows of the letters, in order. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>(size);
    for (Letter letter = first; letter != null; letter = next(letter)) {
      rows.add(letter.row);
    }
    return rows;
  }

  private void insertAfter(@Nullable Letter before, Letter letter) {
    Letter after = before == null ? first : next(before);
    link(before, letter);
    link(letter, after);
    size++;
  }

  /** Makes two letters neighbours; no letter stands for either end. */
  private void link(@Nullable Letter before, @Nullable Letter after) {
    if (before == null) {
      first = after;
    } else {
      next(before, after);
    }
    if (after == null) {
      last = before;
    } else {
      previous(after, before);
    }
  }

  private @Nullable Letter next(Letter letter) {
    return ofDue ? letter.nextDue : letter.next;
  }

  private @Nullable Letter previous(Letter letter) {
    return ofDue ? letter.previousDue : letter.previous;
  }

  private void next(Letter letter, @Nullable Letter next) {
    if (ofDue) {
      letter.nextDue = next;
    } else {
      letter.next = next;
    }
  }

  private void previous(Letter letter, @Nullable Letter previous) {
    if (ofDue) {
      letter.previousDue = previous;
    } else {
      letter.previous = previous;
    }
  }
}
