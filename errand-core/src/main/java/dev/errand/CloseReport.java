package dev.errand;

import dev.errand.internal.Check;
import java.util.List;

/**
 * What a closed manager has left behind (contract I1).
 *
 * @param unsettled runs of this manager whose bodies still go on
 * @param undelivered ended runs whose deliveries were not made: due, in flight, held or parked. In
 *     memory they are lost with the manager; a durable store keeps them
 */
public record CloseReport(List<Job> unsettled, List<Job> undelivered) {

  /** Keeps copies that nobody can change. */
  public CloseReport {
    unsettled = List.copyOf(Check.notNull("unsettled", unsettled));
    undelivered = List.copyOf(Check.notNull("undelivered", undelivered));
  }

  /** Whether nothing is left behind. */
  public boolean clean() {
    return unsettled.isEmpty() && undelivered.isEmpty();
  }
}
