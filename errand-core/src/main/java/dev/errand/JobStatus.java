package dev.errand;

/**
 * Where a run stands. The last three are final and the first of them that is recorded wins
 * (contract C1).
 */
public enum JobStatus {
  /** Admitted, holds no slot, waits for its turn. */
  QUEUED,
  /** A worker has it and holds a slot for it. */
  RUNNING,
  /** The body returned. */
  COMPLETED,
  /**
   * The body threw, timed out, was lost, or the run waited too long in the queue; {@link EndReason}
   * tells which.
   */
  FAILED,
  /** Somebody cancelled it; {@link JobEnd#cancelledBy()} tells who. */
  CANCELLED;

  /** Whether this status is final. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }
}
