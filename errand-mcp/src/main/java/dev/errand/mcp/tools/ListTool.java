package dev.errand.mcp.tools;

import dev.errand.AwaitMode;
import dev.errand.Job;
import dev.errand.mcp.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code job_list}: what there is, also for an agent that has lost its conversation. */
final class ListTool implements Tool {
  private static final String SHOW = "show";
  private static final String LIMIT = "limit";
  private static final List<String> KINDS = List.of("recent", "unfinished", "ended");
  private static final int ENDED = 10;
  private static final int MOST = 100;

  private final AgentJobs jobs;
  private final Watching watching;

  ListTool(AgentJobs jobs, Watching watching) {
    this.jobs = jobs;
    this.watching = watching;
  }

  @Override
  public String name() {
    return "job_list";
  }

  @Override
  public String title() {
    return "List jobs";
  }

  @Override
  public String description() {
    return "List your jobs, one line each: those not finished and the ones that ended last. Use it"
        + " when you have lost track, for instance after a restart or a summary of the"
        + " conversation; not to wait for a job, which is what job_wait is for.";
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public Schema schema() {
    return new Schema()
        .choice(SHOW, KINDS, "Default: recent, which is all unfinished and the last ended ones.")
        .integer(LIMIT, "How many ended ones at most, 1 to 100. Default: 10.");
  }

  @Override
  public Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException {
    String kind = arguments.choice(SHOW, KINDS);
    int limit = arguments.number(LIMIT, 1, MOST).map(Long::intValue).orElse(ENDED);
    Duration patience = visit.polls().patience(name() + arguments);
    long began = System.nanoTime();
    boolean news = false;
    if (patience.isPositive()) {
      List<String> active = jobs.active(call.owner()).stream().map(Job::id).toList();
      if (!active.isEmpty()) {
        news = watching.await(active, AwaitMode.ANY, patience, call);
      }
    }
    visit.awaitRead();
    Answer answer = list(kind, limit, call);
    if (patience.isPositive()) {
      answer.hint(
          "You asked the same several times, so this answer waited "
              + Duration.ofNanos(System.nanoTime() - began).toSeconds()
              + " s for news. Use job_wait to wait for a job.");
    }
    visit.polls().answered(news);
    return answer;
  }

  private Answer list(String kind, int limit, ToolCall call) {
    String owner = call.owner();
    List<Job> all = jobs.all(owner);
    Set<String> ended = new HashSet<>();
    if (!kind.equals("unfinished")) {
      all.stream()
          .filter(job -> job.endedAt().isPresent())
          .sorted(Comparator.comparing((Job job) -> job.endedAt().orElseThrow()).reversed())
          .limit(limit)
          .forEach(job -> ended.add(job.runId()));
    }
    List<Job> shown =
        all.stream()
            .filter(
                job -> job.status().isFinal() ? ended.contains(job.runId()) : !kind.equals("ended"))
            .toList();
    Answer answer = new Answer();
    answer.json.put("owner", owner);
    answer.say("Your jobs (you are owner " + Untrusted.line(owner, 200) + "):");
    if (!call.ownerNote().isEmpty()) {
      answer.json.put("ownerNote", call.ownerNote());
      answer.say(call.ownerNote());
    }
    Instant now = Instant.now();
    ArrayNode array = answer.json.putArray("jobs");
    shown.forEach(job -> add(job, owner, now, answer, array.addObject()));
    if (shown.isEmpty()) {
      answer.say(all.isEmpty() ? "None. Start one with job_start." : "None of that kind.");
    }
    long hidden = all.stream().filter(job -> job.status().isFinal()).count() - ended.size();
    if (hidden > 0) {
      answer.json.put("endedNotShown", hidden);
      answer.say(hidden + " more have ended; a larger limit shows them.");
    }
    return answer;
  }

  private void add(Job job, String owner, Instant now, Answer answer, ObjectNode json) {
    Wording.into(json, job, now);
    String line = "- " + Wording.line(job, now);
    if (!jobs.isOwn(job, owner)) {
      json.put("owner", jobs.ownerOf(job));
      line += " [of " + Untrusted.line(jobs.ownerOf(job), 200) + "]";
    }
    if (job.status().isFinal()) {
      String read = job.delivery().status().isConsumed() ? "shown" : "not shown yet";
      json.put("result", read);
      line += " [result " + read + "]";
    } else {
      line += Wording.lastLine(json, jobs.lastWords(job));
    }
    answer.say(line);
  }
}
