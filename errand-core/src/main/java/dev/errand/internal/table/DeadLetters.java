package dev.errand.internal.table;

import dev.errand.JobFilter;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows whose deliveries are dead letters, oldest death first (contract F6). */
final class DeadLetters {
  static final int MOST = 10_000;
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Until when each is kept. */
  private final Map<Row, Long> keptUntil = new LinkedHashMap<>();

  int size() {
    return keptUntil.size();
  }

  void add(Row row, long now, Effects effects) {
    if (keptUntil.isEmpty()) {
      effects.wakeIn(LONGEST.toNanos());
    }
    put(row, now + LONGEST.toNanos());
  }

  /** One that has been dead before, and is kept until then. */
  void put(Row row, long until) {
    keptUntil.put(row, until);
    row.book.mail.dead++;
  }

  /** Until when one of these is kept. */
  @Nullable Long keptUntil(Row row) {
    return keptUntil.get(row);
  }

  void remove(Row row) {
    if (keptUntil.remove(row) != null) {
      row.book.mail.dead--;
    }
  }

  /** The oldest of too many. */
  @Nullable Row tooMany() {
    return keptUntil.size() > MOST ? keptUntil.keySet().iterator().next() : null;
  }

  /** One that is too old. */
  @Nullable Row tooOld(long now) {
    Iterator<Map.Entry<Row, Long>> oldest = keptUntil.entrySet().iterator();
    Map.Entry<Row, Long> first = oldest.hasNext() ? oldest.next() : null;
    return first != null && first.getValue() - now <= 0 ? first.getKey() : null;
  }

  /** In how many nanoseconds the next one is too old, if there is one. */
  long next(long now) {
    Iterator<Long> oldest = keptUntil.values().iterator();
    return oldest.hasNext() ? Math.max(0, oldest.next() - now) : Long.MAX_VALUE;
  }

  List<Row> of(JobFilter filter) {
    return keptUntil.keySet().stream().filter(row -> filter.matches(row.book.owner)).toList();
  }
}
