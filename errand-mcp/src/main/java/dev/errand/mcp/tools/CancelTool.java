package dev.errand.mcp.tools;

import dev.errand.Job;
import dev.errand.mcp.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code job_cancel}: ends jobs with all their processes, and says when they are really gone. */
final class CancelTool implements Tool {
  private static final String JOBS = "jobs";
  private static final String GRACE = "grace_seconds";
  private static final Duration WAITS = Duration.ofSeconds(10);

  private final AgentJobs jobs;
  private final Watching watching;

  CancelTool(AgentJobs jobs) {
    this.jobs = jobs;
    this.watching = new Watching(jobs);
  }

  @Override
  public String name() {
    return "job_cancel";
  }

  @Override
  public String title() {
    return "Cancel jobs";
  }

  @Override
  public String description() {
    return "End jobs: every process of theirs gets TERM, and KILL after grace_seconds. Answers when"
        + " they are gone. Their output stays readable. What you cancel yourself is not reported"
        + " again.";
  }

  @Override
  public Schema schema() {
    return new Schema()
        .requiredTexts(JOBS, "Their ids.")
        .number(GRACE, "Seconds between TERM and KILL, 0 to 60. Default: 5.");
  }

  @Override
  public Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException {
    List<String> ids = arguments.texts(JOBS);
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(JOBS + " is missing; it must be a list of ids");
    }
    Optional<Duration> grace = arguments.seconds(GRACE, 0, 60);
    List<Job> meant = new ArrayList<>();
    ids.forEach(id -> meant.add(jobs.require(id, call.owner())));
    Map<Job, Boolean> cancelled = new LinkedHashMap<>();
    for (Job job : meant) {
      grace.ifPresent(span -> jobs.shell().killGrace(job, span));
      cancelled.put(job, jobs.cancel(job, call.owner()));
    }
    Duration most = grace.filter(it -> it.compareTo(WAITS) > 0).orElse(WAITS);
    long began = System.nanoTime();
    Answer answer = new Answer();
    ArrayNode array = answer.json.putArray("jobs");
    for (Map.Entry<Job, Boolean> one : cancelled.entrySet()) {
      Duration left = most.minusNanos(System.nanoTime() - began);
      Job job = watching.settled(one.getKey(), left.isNegative() ? Duration.ZERO : left);
      ObjectNode json = array.addObject();
      Instant now = Instant.now();
      Wording.into(json, job, now);
      boolean gone = job.settledAt().isPresent();
      json.put("cancelledNow", one.getValue());
      json.put("processesGone", gone);
      answer.say(Wording.line(job, now) + (one.getValue() ? "" : " [it had ended before]"));
    }
    return answer;
  }
}
