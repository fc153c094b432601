package dev.errand.internal.table;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time of a step by both clocks, and what each says in terms of the other.
 *
 * @param wallClock what people read, and what is kept
 * @param nanoTime what is measured by
 */
record Moment(Instant wallClock, long nanoTime) {

  /** The wall-clock time, in microseconds, of a monotonic one. */
  Instant instantOf(long nanos) {
    return wallClock.plusNanos(nanos - nanoTime).truncatedTo(ChronoUnit.MICROS);
  }

  /** The monotonic time of a wall-clock one. */
  long nanoTimeOf(Instant instant) {
    return nanoTime + Duration.between(wallClock, instant).toNanos();
  }
}
