package dev.errand.internal.table;

import dev.errand.spi.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows that are kept in the {@link Archive}; it knows whose time is over. */
final class ArchivedRetention implements Retention {
  private final Archive archive;
  private final Supplier<Moment> moment;
  private final Function<Saved, Row> rowOf;

  /** What was over when it was asked for last, in the step of this moment. */
  private final Deque<Row> over = new ArrayDeque<>();

  private @Nullable Moment askedAt;
  private long soonest = Long.MAX_VALUE;

  /**
   * Retention in this archive.
   *
   * @param moment the time of the step that is being applied
   * @param rowOf the row of what was found there
   */
  ArchivedRetention(Archive archive, Supplier<Moment> moment, Function<Saved, Row> rowOf) {
    this.archive = archive;
    this.moment = moment;
    this.rowOf = rowOf;
  }

  @Override
  public boolean add(Row row, Duration retention, long nanoTime) {
    row.isKept = true;
    row.forgetAt = nanoTime + Durations.saturatedNanos(retention);
    boolean first = soonest == Long.MAX_VALUE || row.forgetAt - soonest < 0;
    if (first) {
      soonest = row.forgetAt;
    }
    return first;
  }

  @Override
  public void remove(Row row) {
    row.isKept = false;
  }

  /** Asks once in a step: what was taken out is written down only at its end. */
  @Override
  @SuppressWarnings("ReferenceEquality") // each step has a moment of its own
  public @Nullable Row pollDue(long nanoTime) {
    if (askedAt != moment.get()) {
      askedAt = moment.get();
      over.clear();
      for (Saved saved : archive.over(moment.get().wallClock(), Sweeper.AT_ONCE)) {
        over.add(rowOf.apply(saved));
      }
    }
    return over.poll();
  }

  @Override
  public long next(long nanoTime) {
    Instant next = archive.nextOver(moment.get().wallClock());
    if (next == null) {
      soonest = Long.MAX_VALUE;
      return Long.MAX_VALUE;
    }
    soonest = moment.get().nanoTimeOf(next);
    return Math.max(0, soonest - nanoTime);
  }
}
