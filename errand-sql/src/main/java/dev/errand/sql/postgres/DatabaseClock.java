package dev.errand.sql.postgres;

import dev.errand.sql.rows.Bind;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of the store: the clock of the server when nobody had the store open, and counted on by
 * each process since; nanoseconds since 1970. It never goes back, whichever server is the primary.
 *
 * <p>A clock of a server is set now and then. Nobody's waits and retentions are over because of it
 * (contract F5): the time of the store comes after it, no more than a little faster or slower than
 * time passes.
 */
final class DatabaseClock implements FollowedClock {

  /** It comes after the server by this part of the time that passes. */
  private static final long PACE = 20;

  private final LongSupplier monotonic;
  private long latest;
  private long told;
  private long toldAt;
  private boolean begun;

  DatabaseClock() {
    this(System::nanoTime);
  }

  /** By this clock of the process. */
  DatabaseClock(LongSupplier monotonic) {
    this.monotonic = monotonic;
    this.toldAt = monotonic.getAsLong();
  }

  @Override
  public synchronized void begin(long storeTime) {
    told = storeTime;
    toldAt = monotonic.getAsLong();
    begun = true;
  }

  /** Both at once: who asked in between would count what has passed since the last time twice. */
  @Override
  public synchronized void follow(ChangeLog.Head head) {
    long now = monotonic.getAsLong();
    if (begun) {
      long passed = now - toldAt;
      long here = told + passed;
      long most = passed / PACE;
      told = here + Math.clamp(head.now() - here, -most, most);
    } else {
      told = head.now();
      begun = true;
    }
    told = Math.max(told, head.at());
    toldAt = now;
  }

  @Override
  public synchronized long nanoTime() {
    latest = Math.max(latest, told + (monotonic.getAsLong() - toldAt));
    return latest;
  }

  @Override
  public Instant wallClockAt(long nanoTime) {
    return Bind.moment(nanoTime);
  }
}
