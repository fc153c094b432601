package dev.errand;

import java.util.concurrent.CancellationException;

/**
 * Thrown in a body by {@link CancellationSignal#throwIfCancelled()}; the body should let it pass.
 */
public final class JobCancelledException extends CancellationException {
  private static final long serialVersionUID = 1L;

  private final transient CancellationSignal.Reason reason;

  /** A cancellation for this reason. */
  public JobCancelledException(CancellationSignal.Reason reason) {
    super(reason.description());
    this.reason = reason;
  }

  /** Why the body is asked to stop. */
  public CancellationSignal.Reason reason() {
    return reason;
  }
}
