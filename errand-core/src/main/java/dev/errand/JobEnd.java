package dev.errand;

import dev.errand.internal.Check;
import java.util.Optional;

/**
 * How a run ended (contract C2). The final status follows from the reason.
 *
 * @param reason why it ended
 * @param cancelledBy who cancelled it; present exactly for {@link EndReason#CANCELLED}
 * @param text the result text of a completed run, the error text of a failed one, a sentence for
 *     the others
 * @param truncated whether {@code text} lost its middle because it was longer than 1 MiB
 * @param data structured data of the result or of the failure
 * @param exit how the process ended, where there was one
 */
public record JobEnd(
    EndReason reason,
    Optional<CancelledBy> cancelledBy,
    String text,
    boolean truncated,
    Optional<String> data,
    Optional<Exit> exit) {

  /** Checks that {@code cancelledBy} fits the reason. */
  public JobEnd {
    Check.notNull("reason", reason);
    Check.notNull("cancelledBy", cancelledBy);
    Check.notNull("text", text);
    Check.notNull("data", data);
    Check.notNull("exit", exit);
    Check.argument(
        cancelledBy.isPresent() == (reason == EndReason.CANCELLED),
        "cancelledBy must be present exactly for CANCELLED");
  }

  /** The final status of a run that ended like this. */
  public JobStatus status() {
    return reason.status();
  }
}
