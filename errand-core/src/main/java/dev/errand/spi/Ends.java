package dev.errand.spi;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The ends that runs come to by somebody else than their bodies, each with its sentence for the
 * owner (contract C2).
 */
public final class Ends {
  private static final Map<CancelledBy, JobEnd> CANCELLED = new EnumMap<>(CancelledBy.class);

  static {
    for (CancelledBy by : CancelledBy.values()) {
      CANCELLED.put(by, cancelledEnd(by));
    }
  }

  private Ends() {}

  /** Somebody cancelled the run. */
  public static JobEnd cancelled(CancelledBy by) {
    return Objects.requireNonNull(CANCELLED.get(by));
  }

  /** The attempt took too long. */
  public static JobEnd timedOut(Duration timeout) {
    return plain(EndReason.TIMED_OUT, "Timed out after " + Durations.words(timeout));
  }

  /** The run waited too long. */
  public static JobEnd queueTimeout(Duration queueTimeout) {
    return plain(
        EndReason.QUEUE_TIMEOUT,
        "Waited in the queue for longer than " + Durations.words(queueTimeout));
  }

  /** The worker that had this run died, and its body with it (contract J2). */
  public static JobEnd lost(Run run) {
    if (run.status() == JobStatus.QUEUED) {
      return plain(
          EndReason.LOST, "The process that was to run this job died before the job started");
    }
    int reruns = run.state().reruns();
    String died = "The process that ran this job died";
    return plain(
        EndReason.LOST,
        reruns == 0
            ? died
            : died + "; it was started " + (reruns + 1) + " times, and died each time");
  }

  /**
   * The worker that had this run died on another machine, and nobody there has gone on with what it
   * has left (contract K2).
   */
  public static JobEnd lostElsewhere(Run run) {
    return run.status() == JobStatus.QUEUED
        ? lost(run)
        : plain(
            EndReason.LOST,
            "The worker that ran this job died, and no other one on its host took over: the process"
                + " may still run there");
  }

  /** Its worker could not be heard of when it was about to begin, and has not begun it. */
  public static JobEnd notStarted() {
    return plain(
        EndReason.LOST,
        "The store could not be reached for most of the lease, so this job was not started");
  }

  private static JobEnd cancelledEnd(CancelledBy by) {
    return new JobEnd(
        EndReason.CANCELLED,
        Optional.of(by),
        "Cancelled by " + by.description(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static JobEnd plain(EndReason reason, String text) {
    return new JobEnd(reason, Optional.empty(), text, false, Optional.empty(), Optional.empty());
  }
}
