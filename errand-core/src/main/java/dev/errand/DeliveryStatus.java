package dev.errand;

/**
 * Where the one delivery of a run stands (contract F). {@link #WAITING} covers what is due, what
 * waits for a retry, for its owner's sink or for a body that goes on, and what is held back: {@link
 * DeliveryInfo#held()} tells the last apart.
 */
public enum DeliveryStatus {
  /** The run goes on; there is no delivery yet. */
  NOT_DUE,
  /**
   * Acknowledged while the run was going on: it ends silently, until {@link
   * AsyncJobManager#resumeDeliveries} lifts the mute (F12).
   */
  MUTED,
  /** The run has ended; nobody has the delivery yet. */
  WAITING,
  /** A sink is being called with it, or a reader has leased it. */
  IN_FLIGHT,
  /** A sink or a reader took it. */
  DELIVERED,
  /** The owner has the result otherwise: it acknowledged it, or waited for it in the foreground. */
  ACKNOWLEDGED,
  /** It failed too often or for too long; {@link AsyncJobManager#redeliver} puts it back (F6). */
  DEAD,
  /** There was no possible sink; the run keeps the text (F2). */
  UNROUTED,
  /** The owner cancelled the run itself, and need not be told (D3). */
  NEVER_DUE;

  /** Whether the owner has the result, or does not want it. */
  public boolean isConsumed() {
    return this == DELIVERED || this == ACKNOWLEDGED || this == MUTED;
  }
}
