package dev.errand;

/**
 * No slot is free and the job was not to be queued (contract A3). Wait for running jobs, cancel
 * one, or register with {@link Admission#QUEUE}.
 */
public final class JobLimitReachedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int limit;

  /** The limit that is reached, and the sentence that says so. */
  public JobLimitReachedException(int limit, String message) {
    super(message);
    this.limit = limit;
  }

  /** How many jobs may run at a time. */
  public int limit() {
    return limit;
  }
}
