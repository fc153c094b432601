package dev.errand.internal.table;

import dev.errand.spi.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that nothing more will happen to, until their retention is over (contract H1). A queue
 * in time order for each retention there is, which is one as a rule; a row knows its place, so
 * taking it out costs nothing.
 */
final class Keep {
  private final Map<Duration, RowList> queues = new HashMap<>();

  /** Keeps a row; whether its queue was empty before. */
  boolean add(Row row, Duration retention, long nanoTime) {
    row.isKept = true;
    row.forgetAt = nanoTime + Durations.saturatedNanos(retention);
    RowList queue = queues.computeIfAbsent(retention, any -> new RowList(RowList.Kind.KEPT));
    queue.add(row);
    return queue.size() == 1;
  }

  /** Takes a row out, if it is in. */
  void remove(Row row) {
    RowList queue = queues.get(row.run.registration().terms().policy().retention());
    if (row.isKept && queue != null) {
      queue.remove(row);
      row.isKept = false;
    }
  }

  /** Takes out a row whose retention is over. */
  @Nullable Row pollDue(long nanoTime) {
    for (RowList queue : queues.values()) {
      Row first = queue.first();
      if (first != null && first.forgetAt - nanoTime <= 0) {
        remove(first);
        return first;
      }
    }
    return null;
  }

  /** In how many nanoseconds the next retention is over; a century and more if there is none. */
  long next(long nanoTime) {
    long next = Long.MAX_VALUE;
    for (RowList queue : queues.values()) {
      Row first = queue.first();
      if (first != null) {
        next = Math.min(next, Math.max(0, first.forgetAt - nanoTime));
      }
    }
    return next;
  }
}
