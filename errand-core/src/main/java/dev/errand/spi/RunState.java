package dev.errand.spi;

import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that changes, by {@link Transitions} only. Compact: a store may hold a million
 * of them.
 *
 * @param status where it stands
 * @param epoch how many attempts have begun
 * @param reruns how often it was put back because its worker died; to be handed back does not count
 * @param worker the worker that has it, or had it last
 * @param startedAt when the latest attempt began
 * @param end how it ended
 * @param endedAt when it ended
 * @param settledAt when its body was really gone
 * @param occupying whether it counts against the bounds of what may run: from the claim until it
 *     has settled or its grace is over
 * @param lateText what the body still said after the run had ended
 * @param progress the last progress of an ended run; of a running one, what its store was told last
 */
public record RunState(
    JobStatus status,
    int epoch,
    int reruns,
    @Nullable String worker,
    @Nullable Instant startedAt,
    @Nullable JobEnd end,
    @Nullable Instant endedAt,
    @Nullable Instant settledAt,
    boolean occupying,
    @Nullable String lateText,
    @Nullable Progress progress) {

  /** The state of a run that has just been registered. */
  public static final RunState REGISTERED =
      new RunState(JobStatus.QUEUED, 0, 0, null, null, null, null, null, false, null, null);

  /** This state with the progress of the live attempt. */
  RunState reporting(Progress latest) {
    return new RunState(
        status, epoch, reruns, worker, startedAt, end, endedAt, settledAt, occupying, lateText,
        latest);
  }

  /** The next attempt begins. */
  RunState claimed(String by, Instant now) {
    return new RunState(
        JobStatus.RUNNING, epoch + 1, reruns, by, now, null, null, null, true, null, null);
  }

  /** The attempt is given back; the next claim begins the next epoch. */
  RunState requeued() {
    return requeued(reruns);
  }

  /** The attempt died with its worker; the next claim begins the next epoch. */
  RunState rerun() {
    return requeued(reruns + 1);
  }

  private RunState requeued(int newReruns) {
    return new RunState(
        JobStatus.QUEUED,
        epoch,
        newReruns,
        null,
        startedAt,
        null,
        null,
        null,
        false,
        null,
        progress);
  }

  /** The next attempt goes on where the last one was. */
  RunState adopted(String by) {
    return new RunState(
        status,
        epoch + 1,
        reruns,
        by,
        startedAt,
        end,
        endedAt,
        settledAt,
        occupying || status == JobStatus.RUNNING,
        lateText,
        progress);
  }

  /** The place of the attempt is lent, or back. */
  RunState lent(boolean lent) {
    return new RunState(
        status, epoch, reruns, worker, startedAt, end, endedAt, settledAt, !lent, lateText,
        progress);
  }

  /**
   * The one final status; the body is there still, and comes back to its place if it had lent it.
   */
  RunState ended(JobEnd how, Instant at, @Nullable Progress last) {
    return new RunState(
        how.status(), epoch, reruns, worker, startedAt, how, at, null, true, null, last);
  }

  /** The one final status, and the body is gone with it. */
  RunState finished(JobEnd how, Instant at, @Nullable Progress last) {
    return new RunState(
        how.status(), epoch, reruns, worker, startedAt, how, at, at, false, null, last);
  }

  /** The body is gone; it may have said something after the end. */
  RunState settled(Instant at, @Nullable String late) {
    return new RunState(
        status, epoch, reruns, worker, startedAt, end, endedAt, at, false, late, progress);
  }

  /** The body is there still, but it has had its time. */
  RunState givenUp() {
    return new RunState(
        status, epoch, reruns, worker, startedAt, end, endedAt, settledAt, false, lateText,
        progress);
  }
}
