package dev.errand.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * Hints from the store that somebody else may have changed something (what a worker's own
 * registrations, claims and ends have done to runs it learns from their outcomes; hints about mail
 * and about what was forgotten go to everybody): sent after the commit and outside all locks,
 * possibly late, possibly twice, possibly not at all. Whoever gets one reads again; whoever depends
 * on one also looks now and then.
 *
 * <p>Called on the thread that applied the step; must be short and must not wait for the store.
 */
public interface StoreListener {

  /** There may be work that a worker can claim. */
  default void runnable() {}

  /**
   * Something must be looked after by then, sooner than anything before: see {@link Step.Sweep}.
   */
  default void wakeIn(Duration delay) {}

  /** This run was ended from outside while it was running; whoever has its body should stop it. */
  default void cancelled(Run run) {}

  /**
   * Another worker has this run by now, or it is queued again: whoever still has a body of an older
   * attempt should stop it (contract K1).
   */
  default void superseded(Run run) {}

  /** The body of this run has said something, which stands on the run (contract K3). */
  default void progressed(Run run) {}

  /** Workers have died, or what they left can no longer be adopted: see {@link Step.Recover}. */
  default void workersDied() {}

  /**
   * The store could not be told for two thirds of the lease that this worker lives: others may take
   * over soon (contract K1).
   */
  default void leaseEnds() {}

  /** This run has ended, or has settled after its end. */
  default void changed(Run run) {}

  /** Mail of this lane may be due; empty for the lane of the unowned runs. */
  default void mailDue(Optional<String> owner) {}

  /** Nothing is under way in this lane any more: all of its mail is concluded, held or parked. */
  default void mailQuiet(Optional<String> owner) {}

  /** A sink or a reader has the delivery of this run. */
  default void delivered(Run run) {}

  /** The delivery of this run has become a dead letter. */
  default void died(Run run) {}

  /** This run has been forgotten. */
  default void evicted(Run run) {}
}
