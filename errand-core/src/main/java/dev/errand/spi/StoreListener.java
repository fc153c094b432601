package dev.errand.spi;

import java.time.Duration;

/**
 * Hints from the store that somebody else may have changed something (what a worker's own
 * registrations, claims and ends have done it learns from their outcomes): sent after the commit
 * and outside all locks, possibly late, possibly twice, possibly not at all. Whoever gets one reads
 * again; whoever depends on one also looks now and then.
 *
 * <p>Called on the thread that applied the step; must be short and must not wait for the store.
 */
public interface StoreListener {

  /** There may be work that a worker can claim. */
  default void runnable() {}

  /**
   * A run has been queued that must be looked after by then: its start or the end of its patience.
   */
  default void wakeIn(Duration delay) {}

  /** This run was ended from outside while it was running; whoever has its body should stop it. */
  default void cancelled(Run run) {}

  /** This run has ended, or has settled after its end. */
  default void changed(Run run) {}
}
