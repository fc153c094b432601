package dev.errand.internal.table;

import java.time.Duration;
import java.time.Instant;

/**
 * The time by which an archive keeps what is due: the wall clock as it was when the store was
 * opened, and as much later as the monotonic clock says. A wall clock that jumps meanwhile changes
 * nothing (contract F5).
 *
 * @param wallClock at the beginning
 * @param nanoTime likewise
 */
record StoreTime(Instant wallClock, long nanoTime) {

  /** A moment of the monotonic clock as it is kept. */
  Instant instantOf(long nanos) {
    return wallClock.plusNanos(nanos - nanoTime);
  }

  /** The moment of the monotonic clock that was kept as this. */
  long nanoTimeOf(Instant instant) {
    return nanoTime + Duration.between(wallClock, instant).toNanos();
  }
}
