package dev.errand;

/** The queue holds as many jobs as it may (contract A4). Nothing was registered. */
public final class QueueFullException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int limit;

  /** The limit that is reached, and the sentence that says so. */
  public QueueFullException(int limit, String message) {
    super(message);
    this.limit = limit;
  }

  /** How many jobs may be queued at a time. */
  public int limit() {
    return limit;
  }
}
