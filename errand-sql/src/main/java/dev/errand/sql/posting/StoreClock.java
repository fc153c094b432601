package dev.errand.sql.posting;

import java.time.Instant;

/** The time by which a store stamps steps. */
public interface StoreClock {

  /** A clock that only goes forward, in nanoseconds. */
  long nanoTime();

  /** The wall clock at that moment. */
  Instant wallClockAt(long nanoTime);
}
