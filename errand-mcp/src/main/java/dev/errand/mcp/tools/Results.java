package dev.errand.mcp.tools;

import dev.errand.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of jobs that were waited for: how they ended and their last output. */
final class Results {
  private static final int MOST_EACH = 4_000;
  private static final int MOST_TOGETHER = 16_000;
  private static final int LEAST_EACH = 400;

  private final AgentJobs jobs;

  Results(AgentJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Adds them to the answer, and leases the mail of those that are the owner's own: it is not shown
   * a second time below.
   */
  void addTo(Answer answer, List<Job> ended, String owner, Visit visit) {
    Map<String, Lease> leases = lease(ended, owner, visit);
    int each = Math.clamp(MOST_TOGETHER / Math.max(1, ended.size()), LEAST_EACH, MOST_EACH);
    ArrayNode array = answer.json.putArray("ended");
    for (Job job : ended) {
      Lease lease = leases.get(job.runId());
      answer.result(
          array,
          "",
          job,
          jobs.tail(job, each),
          json -> lease == null ? shownBefore(job, json) : lease.describe(json));
    }
  }

  private static String shownBefore(Job job, ObjectNode json) {
    if (!job.delivery().status().isConsumed()) {
      return "";
    }
    json.put("alreadyShown", true);
    return " [shown to you before]";
  }

  private Map<String, Lease> lease(List<Job> ended, String owner, Visit visit) {
    Set<String> own = new LinkedHashSet<>();
    ended.stream().filter(job -> jobs.isOwn(job, owner)).forEach(job -> own.add(job.id()));
    Map<String, Lease> leases = new HashMap<>();
    for (Lease lease : visit.take(new ArrayList<>(own))) {
      leases.put(lease.delivery().runId(), lease);
      visit.show(lease);
    }
    return leases;
  }
}
