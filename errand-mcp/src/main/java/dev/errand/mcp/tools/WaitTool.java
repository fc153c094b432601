package dev.errand.mcp.tools;

import dev.errand.AwaitMode;
import dev.errand.Job;
import dev.errand.mcp.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code job_wait}: one call in place of many looks. */
final class WaitTool implements Tool {
  private static final String JOBS = "jobs";
  private static final String UNTIL = "until";
  private static final String TIMEOUT = "timeout_seconds";
  private static final String ANY = "any";
  private static final String ALL = "all";

  /** Many clients give up after a minute, and some then show the model an error. */
  private static final Duration WAITS = Duration.ofSeconds(45);

  private static final double LONGEST = 3600;
  private static final int MOST = 50;

  private final AgentJobs jobs;
  private final Watching watching;
  private final Results results;

  WaitTool(AgentJobs jobs, Watching watching, Results results) {
    this.jobs = jobs;
    this.watching = watching;
    this.results = results;
  }

  @Override
  public String name() {
    return "job_wait";
  }

  @Override
  public String title() {
    return "Wait for jobs";
  }

  @Override
  public String description() {
    return "Wait until any (default) or all of these jobs have ended, and get their results:"
        + " status, exit code and last output. Returns earlier, after timeout_seconds"
        + " (default 45), with what there is; then call it again or go on with other work."
        + " One call of this replaces any polling.";
  }

  @Override
  public Schema schema() {
    return new Schema()
        .texts(JOBS, "Their ids. Default: all of yours that are not finished.")
        .choice(UNTIL, List.of(ANY, ALL), "Whether any of them is enough. Default: any.")
        .number(
            TIMEOUT, "How long to wait at most, 0 to 3600. Default: 45, which every client bears.");
  }

  @Override
  public Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException {
    AwaitMode mode =
        arguments.choice(UNTIL, List.of(ANY, ALL)).equals(ALL) ? AwaitMode.ALL : AwaitMode.ANY;
    Duration atMost = arguments.seconds(TIMEOUT, 0, LONGEST).orElse(WAITS);
    visit.awaitRead(); // what was shown before is passed over
    List<Job> meant = meant(arguments, call.owner());
    if (meant.isEmpty()) {
      return new Answer().hint("None of your jobs is unfinished; there is nothing to wait for.");
    }
    List<String> ids = meant.stream().map(Job::id).toList();
    watching.hold(ids, call.owner());
    List<Job> ended = new ArrayList<>();
    List<Job> unfinished = new ArrayList<>();
    try {
      var _ = watching.await(ids, mode, atMost, call);
      for (Job before : meant) {
        Job job = jobs.now(before);
        if (job.status().isFinal()) {
          ended.add(watching.settled(job));
        } else {
          unfinished.add(job);
        }
      }
    } finally {
      watching.release(ids, call.owner());
    }
    return answer(ended, unfinished, call.owner(), visit);
  }

  private List<Job> meant(Arguments arguments, String owner) {
    List<String> named = arguments.texts(JOBS);
    if (named.size() > MOST) {
      throw new IllegalArgumentException(JOBS + " must be at most " + MOST);
    }
    if (named.isEmpty()) {
      return jobs.active(owner).stream().limit(MOST).toList();
    }
    Map<String, Job> once = new LinkedHashMap<>();
    named.forEach(id -> once.put(id.strip(), jobs.require(id, owner)));
    return List.copyOf(once.values());
  }

  private Answer answer(List<Job> ended, List<Job> active, String owner, Visit visit) {
    Answer answer = new Answer();
    Instant now = Instant.now();
    if (!ended.isEmpty()) {
      results.addTo(answer, ended, owner, visit);
    }
    if (active.isEmpty()) {
      return answer;
    }
    ArrayNode array = answer.json.putArray("unfinished");
    answer.say("Not finished yet:");
    for (Job job : active) {
      ObjectNode json = array.addObject();
      Wording.into(json, job, now);
      answer.say("- " + Wording.line(job, now) + Wording.lastLine(json, jobs.lastWords(job)));
    }
    if (ended.isEmpty()) {
      answer.hint(
          "None has ended yet. Call job_wait again, or go on with other work: results come with"
              + " your next call of a job_ tool.");
    }
    return answer;
  }
}
