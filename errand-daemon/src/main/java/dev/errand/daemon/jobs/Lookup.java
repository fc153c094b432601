package dev.errand.daemon.jobs;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.shell.text.DidYouMean;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds a job by what somebody types: its id, the beginning of it, its run id, or {@code @last}.
 */
final class Lookup {
  static final String LAST = "@last";
  private static final int CANDIDATES = 5;

  private final AsyncJobManager manager;

  Lookup(AsyncJobManager manager) {
    this.manager = manager;
  }

  Job resolve(String typed, Caller caller) {
    String text = typed.strip();
    if (text.equals(LAST)) {
      return visible(caller).stream()
          .reduce((before, next) -> next)
          .orElseThrow(() -> new UnknownJobException("there is no job yet", List.of()));
    }
    Optional<Job> exact = manager.job(text).filter(caller::sees);
    return exact.orElseGet(() -> byBeginning(text, caller));
  }

  private Job byBeginning(String text, Caller caller) {
    List<Job> all = text.isEmpty() ? List.of() : visible(caller);
    List<Job> begin =
        all.stream().filter(it -> it.id().startsWith(text) || it.runId().startsWith(text)).toList();
    if (begin.size() == 1) {
      return begin.getFirst();
    }
    if (begin.size() > 1) {
      List<String> ids = newest(begin);
      throw new UnknownJobException(
          begin.size() + " jobs begin with '" + text + "': " + String.join(", ", ids), ids);
    }
    List<String> alike = alike(text, all);
    throw new UnknownJobException(
        "no job '"
            + text
            + "'"
            + (alike.isEmpty() ? "" : "; did you mean " + String.join(" or ", alike) + "?"),
        alike);
  }

  private static List<String> newest(List<Job> jobs) {
    return jobs.reversed().stream().map(Job::id).distinct().limit(CANDIDATES).toList();
  }

  private static List<String> alike(String text, List<Job> jobs) {
    int near = Math.max(1, text.length() / 4);
    record Near(String id, int distance) {}
    return jobs.stream()
        .map(Job::id)
        .distinct()
        .map(id -> new Near(id, DidYouMean.distance(text, id)))
        .filter(it -> it.distance <= near)
        .sorted(Comparator.comparingInt(Near::distance))
        .limit(2)
        .map(Near::id)
        .toList();
  }

  private List<Job> visible(Caller caller) {
    return manager.allJobs(JobFilter.all()).stream().filter(caller::sees).toList();
  }
}
