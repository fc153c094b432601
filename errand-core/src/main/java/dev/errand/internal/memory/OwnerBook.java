package dev.errand.internal.memory;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the {@link RunTable} knows of one owner (or of all unowned runs), so that an owner's lists
 * cost O(answer).
 */
final class OwnerBook {
  private static final Comparator<Row> TURN =
      Comparator.comparingInt((Row row) -> -row.priority())
          .thenComparingLong(row -> row.sequence());

  final Optional<String> owner;
  final RowList registered = new RowList(RowList.Kind.OWNER);
  final RowList queued = new RowList(RowList.Kind.OWNER_STATUS);
  final RowList running = new RowList(RowList.Kind.OWNER_STATUS);
  final RowList ended = new RowList(RowList.Kind.OWNER_STATUS);

  /** The queued rows that may start, by their turn. */
  final TreeSet<Row> ready = new TreeSet<>(TURN);

  /** How many runs occupy a slot; more than are running while cancelled bodies go on. */
  int occupying;

  /**
   * How many bodies there are or will be: of queued and running runs, and of ended unsettled ones.
   */
  int unfinished;

  /** Its mail. */
  final Mailbox mail = new Mailbox(this);

  /** Whether the owner stands in the ring of those who wait for a slot. */
  boolean inRing;

  OwnerBook(Optional<String> owner) {
    this.owner = owner;
  }

  boolean isEmpty() {
    return registered.size() == 0 && unfinished == 0;
  }
}
