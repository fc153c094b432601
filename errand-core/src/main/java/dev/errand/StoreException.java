package dev.errand;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do what it was asked (contract J1).
 *
 * <p>If {@link #outcomeUnknown()} is false, nothing was changed. If it is true, the change may have
 * been made all the same: look before you repeat it, or register with an idempotency key.
 */
public final class StoreException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  /** A failure of the store with its cause, if it has one. */
  public StoreException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** Whether the change may have been made although it failed. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
