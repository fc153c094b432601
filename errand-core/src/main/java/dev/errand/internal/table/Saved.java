package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.spi.Run;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as an {@link Archive} keeps it: all that the tables must know again after a crash.
 *
 * @param run the run
 * @param isAutomatic whether its id is one of those that count up, and not one that was asked for
 * @param endSequence its place in the order of ends; 0 before its end
 * @param letter what is kept of its delivery while that is under way
 * @param holders who holds its delivery back; nobody, where holds die with the process
 * @param keptUntil when it is forgotten, or was to be, if nothing happens to it any more; until
 *     when a dead letter is kept
 */
public record Saved(
    Run run,
    boolean isAutomatic,
    long endSequence,
    @Nullable SavedLetter letter,
    List<SavedHolder> holders,
    @Nullable Instant keptUntil) {

  /** Whether nothing but its being forgotten can happen to it by itself. */
  public boolean isKept() {
    return keptUntil != null && run.mail().status() != DeliveryStatus.DEAD;
  }

  /** Whether it is in the archive only. */
  boolean isArchived() {
    return isKept() && holders.isEmpty();
  }

  /** The same of another state of the run. */
  public Saved with(Run other) {
    return new Saved(other, isAutomatic, endSequence, letter, holders, keptUntil);
  }

  /** The same, but its timer not after this: the wall clock may have jumped meanwhile (F5). */
  Saved triedAgainBy(Instant latest) {
    return letter == null || letter.timerAt == null || !letter.timerAt.isAfter(latest)
        ? this
        : new Saved(run, isAutomatic, endSequence, letter.triedAgainAt(latest), holders, keptUntil);
  }

  /**
   * One who holds a delivery back.
   *
   * @param worker whose hold it is
   * @param name what it is released by
   */
  public record SavedHolder(String worker, String name) {}

  /**
   * What is kept of a delivery while it is under way; the moments by the wall clock.
   *
   * @param dueSince when it became due; missing while it is not
   * @param accepted whether it has been due while somebody could have taken it
   * @param alone whether it must not be part of a batch again
   * @param firstAttemptAt when a sink was first called with it, time held added; missing before
   *     that
   * @param heldSince since when it has been held; missing while it is not
   * @param timerAt when it is tried again, or comes back from its reader; missing if neither
   * @param courier the worker whose sink is being called with it; missing if none is, or where
   *     nobody else wants to know
   */
  public record SavedLetter(
      @Nullable Instant dueSince,
      boolean accepted,
      boolean alone,
      @Nullable Instant firstAttemptAt,
      @Nullable Instant heldSince,
      @Nullable Instant timerAt,
      @Nullable String courier) {

    /** The same, delivered by this worker. */
    public SavedLetter deliveredBy(@Nullable String worker) {
      return new SavedLetter(dueSince, accepted, alone, firstAttemptAt, heldSince, timerAt, worker);
    }

    private SavedLetter triedAgainAt(Instant at) {
      return new SavedLetter(dueSince, accepted, alone, firstAttemptAt, heldSince, at, courier);
    }
  }
}
