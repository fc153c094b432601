package dev.errand.internal.table;

import dev.errand.spi.Bounds;
import dev.errand.spi.Worker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs that could start now: one owner after the other, inside an owner by priority, then first
 * come (contract A4).
 *
 * <p>Owners with runnable work stand in a ring. One that has reached its bound of running jobs
 * steps out and comes back when a place of its own is free, so that a claim does not look at it
 * each time.
 */
final class FairQueue {
  private final Deque<OwnerBook> ring = new ArrayDeque<>();
  private final Set<OwnerBook> steppedOut = new HashSet<>();

  /** The bound by which owners have stepped out; another manager may have a wider one. */
  private int bound = Integer.MAX_VALUE;

  void add(Row row) {
    row.book.ready.add(row);
    join(row.book);
  }

  void remove(Row row) {
    row.book.ready.remove(row);
  }

  /** Lets an owner back in whose place has become free. */
  void join(OwnerBook book) {
    if (!book.inRing && !book.ready.isEmpty()) {
      steppedOut.remove(book);
      book.inRing = true;
      ring.addLast(book);
    }
  }

  /** What an owner was served with has come back: it is its turn again. */
  void giveTurnBack(OwnerBook book) {
    if (ring.remove(book)) {
      ring.addFirst(book);
    }
  }

  /** The owner was served elsewhere: it is the turn of the others. */
  void tookTurn(OwnerBook book) {
    if (ring.remove(book)) {
      ring.addLast(book);
    }
  }

  /** Forgets an owner that has no runs any more. */
  void remove(OwnerBook book) {
    steppedOut.remove(book);
  }

  /** Whether the worker could claim anything. */
  boolean hasWorkFor(Worker worker, Bounds bounds) {
    dismissThoseWithoutTurn(bounds);
    for (OwnerBook book : ring) {
      if (hasTurn(book, bounds) && firstFor(worker, book) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes what is next in turn for this worker out of the queue; owners it can do nothing for keep
   * their turn.
   */
  @Nullable Row take(Worker worker, Bounds bounds) {
    dismissThoseWithoutTurn(bounds);
    for (Iterator<OwnerBook> owners = ring.iterator(); owners.hasNext(); ) {
      OwnerBook book = owners.next();
      Row row = hasTurn(book, bounds) ? firstFor(worker, book) : null;
      if (row != null) {
        owners.remove();
        ring.addLast(book);
        book.ready.remove(row);
        row.tookTurn = true;
        return row;
      }
    }
    return null;
  }

  /** Owners without work, or at their bound, must not be looked at again and again. */
  private void dismissThoseWithoutTurn(Bounds bounds) {
    if (bounds.runningPerOwner() != bound) {
      bound = bounds.runningPerOwner();
      List.copyOf(steppedOut).forEach(this::join);
      steppedOut.clear();
    }
    while (!ring.isEmpty() && !hasTurn(ring.getFirst(), bounds)) {
      OwnerBook book = ring.removeFirst();
      book.inRing = false;
      if (!book.ready.isEmpty()) {
        steppedOut.add(book);
      }
    }
  }

  private static boolean hasTurn(OwnerBook book, Bounds bounds) {
    return !book.ready.isEmpty() && book.runs.occupying < bounds.runningPerOwner();
  }

  private static @Nullable Row firstFor(Worker worker, OwnerBook book) {
    for (Row row : book.ready) {
      if (worker.canRun(row.run.registration())) {
        return row;
      }
    }
    return null;
  }
}
