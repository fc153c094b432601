package dev.errand.internal.table;

import dev.errand.spi.Run;
import org.jspecify.annotations.Nullable;

/**
 * The place of one run in the {@link RunTable}: its present state, and what the indices need to
 * find it.
 */
final class Row {
  /** Its owner's; another one if it was taken out of the table and is back. */
  OwnerBook book;

  Run run;

  /** The store's order of ends; 0 until the run has ended. */
  long endSequence;

  private int placeInTable;
  private int placeInBook;
  private int placeInTableByStatus;
  private int placeInBookByStatus;
  private int placeAmongKept;

  /** When it may start, in nanoseconds of the monotonic clock; null unless it waits for that. */
  @Nullable Long notBefore;

  /**
   * When its patience is over, in nanoseconds of the monotonic clock; null unless it is queued with
   * a time-out.
   */
  @Nullable Long patience;

  /** What is kept of its delivery while that is under way. */
  @Nullable Letter letter;

  /** Who holds its delivery back. */
  Holders holders = Holders.NONE;

  /** Whether its id is one of those that count up. */
  boolean isAutomatic;

  /** Whether nothing more will happen to it, and when it is to be forgotten then. */
  boolean isKept;

  long forgetAt;

  /** Whether it is in the table, and whether the step that is being applied has changed it. */
  boolean isHere;

  boolean isChanged;

  /** Whether it was the turn of its owner with which it was taken out of the queue. */
  boolean tookTurn;

  /** How it stood at the end of its last step; null without an archive, and while it is new. */
  @Nullable Saved image;

  Row(OwnerBook book, Run run) {
    this.book = book;
    this.run = run;
  }

  /** The store's order of registration. */
  long sequence() {
    return run.registration().sequence();
  }

  int priority() {
    return run.registration().terms().priority();
  }

  /** Its place in a list of this kind. */
  int place(RowList.Kind kind) {
    return switch (kind) {
      case TABLE -> placeInTable;
      case OWNER -> placeInBook;
      case TABLE_STATUS -> placeInTableByStatus;
      case OWNER_STATUS -> placeInBookByStatus;
      case KEPT -> placeAmongKept;
    };
  }

  /** Only the lists themselves say what its places are. */
  void place(RowList.Kind kind, int place) {
    switch (kind) {
      case TABLE -> placeInTable = place;
      case OWNER -> placeInBook = place;
      case TABLE_STATUS -> placeInTableByStatus = place;
      case OWNER_STATUS -> placeInBookByStatus = place;
      case KEPT -> placeAmongKept = place;
    }
  }

  /** Rows live in hash sets; the sequence is cheaper to hash than an identity. */
  @Override
  public int hashCode() {
    return Long.hashCode(sequence());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }
}
