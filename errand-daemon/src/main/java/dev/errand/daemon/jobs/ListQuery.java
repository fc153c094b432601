package dev.errand.daemon.jobs;

import dev.errand.JobStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which jobs are to be listed.
 *
 * @param all whether all that are kept; else those that go on, and the last {@value #RECENT} ended
 * @param statuses only these; empty for any
 * @param type only this type
 */
public record ListQuery(boolean all, Set<JobStatus> statuses, Optional<String> type) {
  /** How many ended ones are listed if not all are asked for. */
  public static final int RECENT = 10;

  /** Copies. */
  public ListQuery {
    statuses = Set.copyOf(statuses);
  }

  /**
   * Statuses by their names, with commas between.
   *
   * @throws IllegalArgumentException if one of them is none
   */
  public static Set<JobStatus> statuses(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(ListQuery::status)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JobStatus status(String name) {
    try {
      return JobStatus.valueOf(name.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "status must be among " + Arrays.toString(JobStatus.values()) + ", not " + name, unknown);
    }
  }
}
