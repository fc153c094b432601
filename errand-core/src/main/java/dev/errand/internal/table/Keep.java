package dev.errand.internal.table;

import dev.errand.spi.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kept rows on the heap. A queue in time order for each retention there is, which is one as a rule;
 * a row knows its place, so taking it out costs nothing.
 */
final class Keep implements Retention {
  private final Map<Duration, RowList> queues = new HashMap<>();

  @Override
  public boolean add(Row row, Duration retention, long nanoTime) {
    row.isKept = true;
    row.forgetAt = nanoTime + Durations.saturatedNanos(retention);
    RowList queue = queues.computeIfAbsent(retention, any -> new RowList(RowList.Kind.KEPT));
    queue.add(row);
    return queue.size() == 1;
  }

  @Override
  public void remove(Row row) {
    RowList queue = queues.get(row.run.registration().terms().policy().retention());
    if (row.isKept && queue != null) {
      queue.remove(row);
      row.isKept = false;
    }
  }

  @Override
  public @Nullable Row pollDue(long nanoTime) {
    for (RowList queue : queues.values()) {
      Row first = queue.first();
      if (first != null && first.forgetAt - nanoTime <= 0) {
        remove(first);
        return first;
      }
    }
    return null;
  }

  @Override
  public long next(long nanoTime) {
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
