package dev.errand;

import dev.errand.internal.Check;
import java.time.Instant;
import java.util.Optional;

/**
 * What a snapshot knows of its run's delivery.
 *
 * @param status where it stands
 * @param held whether somebody who waits in the foreground holds it back (contract F11)
 * @param attempts how often a sink was called or a reader leased it
 * @param nextAttemptAt when it is tried again, while it waits for that
 * @param lastError why the last attempt failed
 */
public record DeliveryInfo(
    DeliveryStatus status,
    boolean held,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<String> lastError) {

  /** Checks that nothing is missing. */
  public DeliveryInfo {
    Check.notNull("status", status);
    Check.notNull("nextAttemptAt", nextAttemptAt);
    Check.notNull("lastError", lastError);
  }
}
