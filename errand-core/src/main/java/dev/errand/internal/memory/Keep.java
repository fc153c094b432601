package dev.errand.internal.memory;

import dev.errand.spi.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that nothing more will happen to, until their retention is over (contract H1). A queue
 * in time order for each retention there is, which is one as a rule; a row knows its place, so
 * taking it out costs nothing.
 */
final class Keep {
  private final Map<Duration, Queue> queues = new HashMap<>();

  /** Keeps a row; whether its queue was empty before. */
  boolean add(Row row, Duration retention, long nanoTime) {
    row.forgetAt = nanoTime + Durations.saturatedNanos(retention);
    return queues.computeIfAbsent(retention, any -> new Queue()).add(row);
  }

  /** Takes a row out, if it is in. */
  void remove(Row row) {
    if (row.keptAt >= 0) {
      Queue queue = queues.get(row.run.registration().terms().policy().retention());
      if (queue != null) {
        queue.remove(row);
      }
    }
  }

  /** Takes out a row whose retention is over. */
  @Nullable Row pollDue(long nanoTime) {
    for (Queue queue : queues.values()) {
      Row first = queue.first();
      if (first != null && first.forgetAt - nanoTime <= 0) {
        queue.remove(first);
        return first;
      }
    }
    return null;
  }

  /** In how many nanoseconds the next retention is over; a century and more if there is none. */
  long next(long nanoTime) {
    long next = Long.MAX_VALUE;
    for (Queue queue : queues.values()) {
      Row first = queue.first();
      if (first != null) {
        next = Math.min(next, Math.max(0, first.forgetAt - nanoTime));
      }
    }
    return next;
  }

  private static final class Queue {
    private static final int LEAST = 8;

    private @Nullable Row[] rows = new Row[LEAST];
    private int begin;
    private int end;
    private int size;

    boolean add(Row row) {
      if (end == rows.length) {
        moveTogether(size > rows.length / 2 ? rows.length * 2 : rows.length);
      }
      row.keptAt = end;
      rows[end++] = row;
      return size++ == 0;
    }

    void remove(Row row) {
      rows[row.keptAt] = null;
      row.keptAt = -1;
      size--;
      while (begin < end && rows[begin] == null) {
        begin++;
      }
      if (size == 0) {
        begin = 0;
        end = 0;
      }
      if (rows.length > LEAST && size < rows.length / 4) {
        moveTogether(Math.max(LEAST, rows.length / 2));
      }
    }

    @Nullable Row first() {
      return begin == end ? null : rows[begin];
    }

    private void moveTogether(int capacity) {
      @Nullable Row[] old = rows;
      boolean inPlace = capacity == old.length;
      if (!inPlace) {
        rows = new Row[capacity];
      }
      int to = 0;
      for (int from = begin; from < end; from++) {
        Row row = old[from];
        if (row != null) {
          row.keptAt = to;
          rows[to++] = row;
        }
      }
      if (inPlace) {
        Arrays.fill(rows, to, end, null);
      }
      begin = 0;
      end = to;
    }
  }
}
