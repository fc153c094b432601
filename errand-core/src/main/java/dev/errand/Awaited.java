package dev.errand;

import java.util.List;

/**
 * What a foreground wait saw (contract G1). It holds the deliveries of the runs it waited for,
 * until they are consumed or this is closed. Thread-safe.
 */
public interface Awaited extends AutoCloseable {
  /** The runs that have ended, in the order their ids were given. */
  List<Job> jobs();

  /** The ids that name no run, which were not waited for. */
  List<String> unknown();

  /**
   * The ids among {@link #jobs} whose runs were forgotten by {@link AsyncJobManager#evict} while
   * this waited (H2).
   */
  List<String> evicted();

  /**
   * The ids among {@link #jobs} whose results the owner had already when the wait began, or got
   * from a call of its sink that had begun before.
   */
  List<String> alreadyConsumed();

  /** Whether what was waited for has happened, and not only the time run out. */
  boolean met();

  /** The owner has the results of exactly these {@link #jobs}; everything else is released. */
  void consume();

  /** Releases what was not consumed; a second call does nothing. */
  @Override
  void close();
}
