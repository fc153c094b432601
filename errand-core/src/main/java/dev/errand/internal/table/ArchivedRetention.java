package dev.errand.internal.table;

import dev.errand.spi.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Rows that are kept in the {@link Archive}; it knows whose time is over. */
final class ArchivedRetention implements Retention {
  private final Archive archive;
  private final RunTable table;

  /** What was over when the archive was asked last. */
  private final Deque<Row> over = new ArrayDeque<>();

  private boolean isAsked;

  /**
   * When the next row is to be forgotten that this step keeps, and of which the archive knows
   * nothing.
   */
  private long soonestOfStep = Long.MAX_VALUE;

  /** When the next row is to be forgotten, as far as others have been told. */
  private long soonest = Long.MAX_VALUE;

  ArchivedRetention(Archive archive, RunTable table) {
    this.archive = archive;
    this.table = table;
  }

  /** What was added before is in the archive by now. */
  void stepBegins() {
    isAsked = false;
    over.clear();
    soonestOfStep = Long.MAX_VALUE;
  }

  /** What others have been told of rows that were added since may not have reached them. */
  void isUndone() {
    soonest = Long.MAX_VALUE;
  }

  @Override
  public boolean add(Row row, Duration retention, long nanoTime) {
    row.isKept = true;
    row.forgetAt = nanoTime + Durations.saturatedNanos(retention);
    soonestOfStep = sooner(soonestOfStep, row.forgetAt);
    boolean first = sooner(soonest, row.forgetAt) != soonest;
    soonest = sooner(soonest, row.forgetAt);
    return first;
  }

  @Override
  public void remove(Row row) {
    row.isKept = false;
  }

  /** Asks once in a step: what is taken out is written down only at its end. */
  @Override
  public @Nullable Row pollDue(long nanoTime) {
    if (!isAsked) {
      isAsked = true;
      Instant now = table.storeTime().instantOf(nanoTime);
      for (Saved saved : archive.over(now, Sweeper.AT_ONCE)) {
        over.add(table.rowOf(saved));
      }
    }
    return over.poll();
  }

  @Override
  public long next(long nanoTime) {
    Instant next = archive.nextOver(table.storeTime().instantOf(nanoTime));
    soonest =
        next == null ? soonestOfStep : sooner(soonestOfStep, table.storeTime().nanoTimeOf(next));
    return soonest == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, soonest - nanoTime);
  }

  /** The sooner of two moments, of which the greatest number means never. */
  private static long sooner(long one, long other) {
    if (one == Long.MAX_VALUE || other == Long.MAX_VALUE) {
      return Math.min(one, other);
    }
    return other - one < 0 ? other : one;
  }
}
