package dev.errand;

/** Why a run ended (contract C2). The reason is truthful: a killed job is never "returned". */
public enum EndReason {
  /** The body returned normally. */
  RETURNED(JobStatus.COMPLETED),
  /**
   * The body threw; for a process, it exited with another code than 0 or died of a signal of its
   * own.
   */
  THREW(JobStatus.FAILED),
  /** The attempt reached {@link JobOptions.Builder#timeout}. */
  TIMED_OUT(JobStatus.FAILED),
  /** Somebody cancelled the run; {@link JobEnd#cancelledBy()} tells who. */
  CANCELLED(JobStatus.CANCELLED),
  /** The run printed more than its quota where the quota could not be kept otherwise. */
  OUTPUT_LIMIT(JobStatus.FAILED),
  /** The worker or host that had the run died. */
  LOST(JobStatus.FAILED),
  /** The run waited in the queue longer than {@link JobOptions.Builder#queueTimeout}. */
  QUEUE_TIMEOUT(JobStatus.FAILED);

  private final JobStatus status;

  EndReason(JobStatus status) {
    this.status = status;
  }

  /** The final status that a run with this reason has. */
  public JobStatus status() {
    return status;
  }
}
