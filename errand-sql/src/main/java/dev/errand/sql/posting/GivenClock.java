package dev.errand.sql.posting;

import dev.errand.spi.TimeAndThreads;
import java.time.Instant;

/** The clock of the machine, or of a test. */
public record GivenClock(TimeAndThreads time) implements StoreClock {

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  @Override
  public Instant wallClockAt(long nanoTime) {
    return time.wallClockAt(nanoTime);
  }
}
