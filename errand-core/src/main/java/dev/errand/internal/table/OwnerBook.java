package dev.errand.internal.table;

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
  final RunLists runs = RunLists.ofOwner();

  /** The queued rows that may start, by their turn. */
  final TreeSet<Row> ready = new TreeSet<>(TURN);

  /** Its mail. */
  final Mailbox mail = new Mailbox(this);

  /** Whether the owner stands in the ring of those who wait for a slot. */
  boolean inRing;

  OwnerBook(Optional<String> owner) {
    this.owner = owner;
  }
}
