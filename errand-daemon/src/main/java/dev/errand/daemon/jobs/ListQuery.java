package dev.errand.daemon.jobs;

import dev.errand.JobStatus;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are to be listed.
 *
 * @param all whether all that are kept; else those that go on, and the last {@value #RECENT} ended
 * @param owner only this owner's
 * @param statuses only these; empty for any
 * @param type only this type
 */
public record ListQuery(
    boolean all, Optional<String> owner, Set<JobStatus> statuses, Optional<String> type) {
  /** How many ended ones are listed if not all are asked for. */
  public static final int RECENT = 10;

  /** Copies. */
  public ListQuery {
    statuses = Set.copyOf(statuses);
  }
}
