package dev.errand.internal.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows by the moment at which something about them is due. */
final class Timetable {
  private final Function<Row, @Nullable Long> dueOf;
  private final TreeSet<Row> rows;

  Timetable(Function<Row, @Nullable Long> dueOf) {
    this.dueOf = dueOf;
    // The monotonic clock may overflow: only differences of its readings can be compared.
    Comparator<Row> byDue = (a, b) -> Long.signum(due(a) - due(b));
    rows = new TreeSet<>(byDue.thenComparingLong(row -> row.sequence));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void add(Row row) {
    rows.add(row);
  }

  void remove(Row row) {
    if (dueOf.apply(row) != null) {
      rows.remove(row);
    }
  }

  /** Takes out a row that is due. */
  @Nullable Row pollDue(long nanoTime) {
    return rows.isEmpty() || due(rows.first()) - nanoTime > 0 ? null : rows.pollFirst();
  }

  /** How long until the next row is due. */
  Optional<Duration> next(long nanoTime) {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, due(rows.first()) - nanoTime)));
  }

  private long due(Row row) {
    Long due = dueOf.apply(row);
    if (due == null) {
      throw new IllegalStateException("row " + row.run.id() + " is not due for anything");
    }
    return due;
  }
}
