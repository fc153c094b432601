package dev.errand.shell.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** One log that a {@link LogKeeper} watches. Thread-safe. */
public final class LogWatch implements AutoCloseable {
  private final LogKeeper keeper;
  private final Keeping keeping;
  private final LongSupplier clock;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  LogWatch(LogKeeper keeper, Keeping keeping, LongSupplier clock) {
    this.keeper = keeper;
    this.keeping = keeping;
    this.clock = clock;
  }

  /** How many bytes had been printed when the keeper last looked. */
  public long size() {
    return keeping.seen().size();
  }

  /** When the log was last seen to grow (or the watch began), by the clock of the keeper. */
  public long lastGrowthNanos() {
    return keeping.seen().grewAt();
  }

  /** How long ago the log was last seen to grow, or the watch began. */
  public Duration sinceGrowth() {
    return Duration.ofNanos(clock.getAsLong() - lastGrowthNanos());
  }

  /**
   * Ends the watch: brings the log under its quota, lets a stopped writer go on and closes the
   * file. Nothing is called after that. Waits for the thread of the keeper, unless it is called on
   * it. Twice is fine.
   */
  @Override
  public void close() {
    keeper.end(this);
  }

  /** As {@link #close}, of a log that nobody can write any more: no guard need look at it. */
  public void over() {
    close();
    keeping.forgetQuota();
  }

  Keeping keeping() {
    return keeping;
  }

  CompletableFuture<Void> ended() {
    return ended;
  }
}
