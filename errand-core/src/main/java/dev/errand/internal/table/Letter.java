package dev.errand.internal.table;

import org.jspecify.annotations.Nullable;

/** What the store keeps of a delivery while it is under way: its times and its places in queues. */
final class Letter {
  final Row row;

  /** When it became due; of mail without a sink it tells since when it has been parked. */
  long dueSince;

  /**
   * Whether it has been due while somebody could have taken it; from then on it is never unrouted.
   */
  boolean accepted;

  /** Whether it must not be part of a batch again. */
  boolean alone;

  /** Whether a sink has been called with it, and when first; time held is added to that. */
  boolean attempted;

  long firstAttempt;

  /** Since when it has been held; null while it is not. */
  @Nullable Long heldSince;

  /** When something about it is due: its retry, or the end of a reader's lease. */
  @Nullable Long timer;

  /** The worker whose sink is being called with it. */
  @Nullable String courier;

  /** Its neighbours in the {@link LetterList}s. */
  @Nullable Letter next;

  @Nullable Letter previous;
  @Nullable Letter nextDue;
  @Nullable Letter previousDue;

  /** Whether it lies in its lane's queue of due mail. */
  boolean isDue;

  Letter(Row row) {
    this.row = row;
  }

  /** What ties among letters of one moment are broken by: the order of ends. */
  long order() {
    return row.endSequence;
  }
}
