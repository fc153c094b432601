package dev.errand.spi;

import java.time.Duration;

/**
 * What the registering manager's settings say about a run after its end. Agreed at registration, so
 * that every worker of a store does the same with it. Shared by the runs of a manager.
 *
 * @param parks whether a delivery without a sink waits for one; else it is unrouted (contract F2)
 * @param retention how long a run is kept once it has settled and its delivery is concluded (H1)
 * @param maxAttempts after how many failed attempts a delivery is a dead letter (F6)
 * @param deliveryTtl how long after its first attempt a failing delivery becomes a dead letter (F6)
 */
public record Policy(boolean parks, Duration retention, int maxAttempts, Duration deliveryTtl) {
  /** What the contract gives by default. */
  public static final Policy DEFAULT =
      new Policy(false, Duration.ofMinutes(5), Integer.MAX_VALUE, Duration.ofHours(24));
}
