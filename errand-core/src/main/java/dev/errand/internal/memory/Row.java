package dev.errand.internal.memory;

import dev.errand.spi.Run;
import org.jspecify.annotations.Nullable;

/**
 * The place of one run in the {@link RunTable}: its present state, and what the indices need to
 * find it.
 */
final class Row {
  final OwnerBook book;
  final long sequence;
  Run run;

  /** The store's order of ends; 0 until the run has ended. */
  long endSequence;

  /** Where it lies in the two {@link RowBag}s while it runs. */
  int placeInTableBag;

  int placeInOwnerBag;

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
  @Nullable Holders holders;

  /** When it is to be forgotten, and its place in {@link Keep}; none below 0. */
  long forgetAt;

  int keptAt = -1;

  Row(OwnerBook book, Run run) {
    this.book = book;
    this.sequence = run.registration().sequence();
    this.run = run;
  }

  int priority() {
    return run.registration().terms().priority();
  }

  /** Rows live in hash sets; the sequence is cheaper to hash than an identity. */
  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }
}
