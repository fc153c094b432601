package dev.errand.internal.table;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Things by the moment at which something about them is due. */
final class Timetable<T> {
  private final Function<T, @Nullable Long> dueOf;
  private final TreeSet<T> things;

  Timetable(Function<T, @Nullable Long> dueOf, ToLongFunction<T> tieBreaker) {
    this.dueOf = dueOf;
    // The monotonic clock may overflow: only differences of its readings can be compared.
    Comparator<T> byDue = (a, b) -> Long.signum(due(a) - due(b));
    things = new TreeSet<>(byDue.thenComparingLong(tieBreaker));
  }

  static Timetable<Row> ofRows(Function<Row, @Nullable Long> dueOf) {
    return new Timetable<>(dueOf, Row::sequence);
  }

  static Timetable<Letter> ofLetters() {
    return new Timetable<>(letter -> letter.timer, Letter::order);
  }

  boolean isEmpty() {
    return things.isEmpty();
  }

  void add(T thing) {
    things.add(thing);
  }

  void remove(T thing) {
    if (dueOf.apply(thing) != null) {
      things.remove(thing);
    }
  }

  /** Whether this is what is due next. */
  boolean isFirst(T thing) {
    return !things.isEmpty() && things.first().equals(thing);
  }

  @Nullable T first() {
    return things.isEmpty() ? null : things.first();
  }

  /** All of them, soonest first. */
  Iterable<T> inOrder() {
    return things;
  }

  /** Takes out what is due. */
  @Nullable T pollDue(long nanoTime) {
    return things.isEmpty() || due(things.first()) - nanoTime > 0 ? null : things.pollFirst();
  }

  /** How long until something is due. */
  Optional<Duration> next(long nanoTime) {
    return things.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, due(things.first()) - nanoTime)));
  }

  private long due(T thing) {
    Long due = dueOf.apply(thing);
    if (due == null) {
      throw new IllegalStateException(thing + " is not due for anything");
    }
    return due;
  }
}
