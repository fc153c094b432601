package dev.errand.spi;

import java.time.Duration;

/**
 * What the registering manager's settings say about what happens to a run later: after its end, or
 * when its worker dies. Agreed at registration, so that every worker of a store does the same with
 * it. Shared by the runs of a manager.
 *
 * @param parks whether a delivery without a sink waits for one; else it is unrouted (contract F2)
 * @param retention how long a run is kept once it has settled and its delivery is concluded (H1)
 * @param maxAttempts after how many failed attempts a delivery is a dead letter (F6)
 * @param deliveryTtl how long after its first attempt a failing delivery becomes a dead letter (F6)
 * @param maxReruns how often the run is started again because its worker died; 0 means that it is
 *     lost then (J2)
 * @param adopted whether another worker goes on with the run instead (J2)
 */
public record Policy(
    boolean parks,
    Duration retention,
    int maxAttempts,
    Duration deliveryTtl,
    int maxReruns,
    boolean adopted) {

  /** What the contract gives by default. */
  public static final Policy DEFAULT =
      new Policy(false, Duration.ofMinutes(5), Integer.MAX_VALUE, Duration.ofHours(24), 0, false);

  /** The same policy with another number of reruns. */
  public Policy withMaxReruns(int most) {
    return new Policy(parks, retention, maxAttempts, deliveryTtl, most, adopted);
  }

  /** The same policy for runs that are adopted. */
  public Policy withAdoption() {
    return new Policy(parks, retention, maxAttempts, deliveryTtl, 0, true);
  }
}
