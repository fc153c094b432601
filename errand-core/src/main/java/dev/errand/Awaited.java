package dev.errand;

import dev.errand.internal.Check;
import java.util.List;

/**
 * What a foreground wait saw (contract G1).
 *
 * @param jobs the runs that have ended, in the order their ids were given
 * @param unknown the ids that name no run, which were not waited for
 * @param met whether what was waited for has happened, and not only the time run out
 */
public record Awaited(List<Job> jobs, List<String> unknown, boolean met) {

  /** Keeps copies that nobody can change. */
  public Awaited {
    jobs = List.copyOf(Check.notNull("jobs", jobs));
    unknown = List.copyOf(Check.notNull("unknown", unknown));
  }
}
