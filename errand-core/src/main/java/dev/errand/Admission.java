package dev.errand;

/** What {@code register} does when no slot is free (contract A3, A4). */
public enum Admission {
  /**
   * Throw {@link JobLimitReachedException}; never overtakes queued jobs that could run. The
   * default.
   */
  REJECT,
  /** Queue the run; it starts when a slot is free and its owner's turn has come. */
  QUEUE
}
