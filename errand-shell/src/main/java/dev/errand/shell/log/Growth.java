package dev.errand.shell.log;

import java.util.Optional;

/** How a log grows: how fast, and since when not at all. For one thread. */
final class Growth {
  private static final double NANOS = 1e9;

  /** Between looks that are closer than this nothing can be said about speed. */
  private static final long SHORT = 5_000_000;

  private final Optional<Quiet> quiet;
  private long size;
  private long grewAt;
  private long quietSince;
  private boolean called;

  private long measuredAt;
  private long measuredSize;
  private double rate;

  Growth(Optional<Quiet> quiet, long now) {
    this.quiet = quiet;
    grewAt = now;
    quietSince = now;
    measuredAt = now;
  }

  /** Takes down a size; whether the log has become shorter. */
  boolean shrinksTo(long newSize, long now) {
    boolean shrunk = newSize < size;
    if (newSize != size) {
      grewAt = now;
      quietSince = now;
      called = false;
      size = newSize;
    }
    if (shrunk) {
      measuredSize = newSize;
    }
    if (now - measuredAt >= SHORT) {
      double latest = (newSize - measuredSize) * NANOS / (now - measuredAt);
      rate = latest > rate ? latest : 0.7 * rate + 0.3 * latest;
      measuredAt = now;
      measuredSize = newSize;
    }
    return shrunk;
  }

  /** Time in which the writer was stopped is no quiet time. */
  void stoppedFor(long nanos) {
    quietSince += nanos;
  }

  /** Calls if it has been quiet for long enough; answers how long until it may be. */
  long call(long now, Complaints complaints) {
    if (quiet.isEmpty() || called) {
      return Long.MAX_VALUE;
    }
    long left = quietSince + quiet.get().after().toNanos() - now;
    if (left > 0) {
      return left;
    }
    called = true;
    complaints.running("what is called when nothing is printed", quiet.get().then());
    return Long.MAX_VALUE;
  }

  /** Bytes a second, of late; rises at once and falls slowly. */
  double rate() {
    return rate;
  }

  long size() {
    return size;
  }

  long grewAt() {
    return grewAt;
  }
}
