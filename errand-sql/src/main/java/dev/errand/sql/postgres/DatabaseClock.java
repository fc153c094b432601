package dev.errand.sql.postgres;

import dev.errand.sql.rows.Bind;
import java.time.Instant;

/**
 * The clock of the server, as it was told last and counted on since; nanoseconds since 1970 by
 * both. It never goes back, whichever server is the primary.
 */
final class DatabaseClock implements FollowedClock {
  private long latest;
  private long told;
  private long toldAt = System.nanoTime();

  /** Both at once: who asked in between would count what has passed since the last time twice. */
  @Override
  public synchronized void follow(ChangeLog.Head head) {
    told = Math.max(head.now(), head.at());
    toldAt = System.nanoTime();
  }

  @Override
  public synchronized long nanoTime() {
    latest = Math.max(latest, told + (System.nanoTime() - toldAt));
    return latest;
  }

  @Override
  public Instant wallClockAt(long nanoTime) {
    return Bind.moment(nanoTime);
  }
}
