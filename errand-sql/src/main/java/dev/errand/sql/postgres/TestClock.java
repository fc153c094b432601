package dev.errand.sql.postgres;

import dev.errand.spi.TimeAndThreads;
import java.time.Instant;

/** The time of a test, whatever the server says. */
final class TestClock implements FollowedClock {
  private final TimeAndThreads time;

  TestClock(TimeAndThreads time) {
    this.time = time;
  }

  @Override
  public void begin(long storeTime) {
    // It has begun.
  }

  @Override
  public void follow(ChangeLog.Head head) {
    // In virtual time nothing passes by itself.
  }

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  @Override
  public Instant wallClockAt(long nanoTime) {
    return time.wallClockAt(nanoTime);
  }
}
