package dev.errand;

/** The manager has been closed and takes no new work (contract A6). */
public final class ManagerClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** The message is that of the contract. */
  public ManagerClosedException() {
    super("Async job manager is disposed");
  }
}
