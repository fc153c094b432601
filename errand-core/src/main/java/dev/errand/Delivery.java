package dev.errand;

import dev.errand.internal.Check;
import java.util.Optional;

/**
 * The message that carries the outcome of a run to its owner; self-sufficient, also when the run is
 * long forgotten (contract F8).
 *
 * <p>A delivery may arrive more than once, always under the same {@code deliveryId}: whoever keys
 * by it gets each result exactly once (F7).
 *
 * @param deliveryId the same at every attempt and after a restart
 * @param attempt 1 for the first
 * @param job the run as it ended
 */
public record Delivery(String deliveryId, int attempt, Job job) {

  /** Checks that nothing is missing. */
  public Delivery {
    Check.notNull("deliveryId", deliveryId);
    Check.notNull("job", job);
  }

  /** The id of the job. */
  public String jobId() {
    return job.id();
  }

  /** The id of the run. */
  public String runId() {
    return job.runId();
  }

  /** Who asked for the job. */
  public Optional<String> owner() {
    return job.owner();
  }

  /** What the run has to say: its result, its error, or how else it ended. */
  public String text() {
    return job.end().map(JobEnd::text).orElse("");
  }

  /**
   * Whether the body was really gone when this was sent; false for one that outlived the cancel
   * grace (F1).
   */
  public boolean settled() {
    return job.settledAt().isPresent();
  }
}
