package dev.errand.mcp.tools;

import dev.errand.Hold;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Subscription;
import dev.errand.mcp.ToolCall;
import dev.errand.mcp.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Jobs whose client asks for them by name until they are over. Their mail is held meanwhile, so
 * that it does not come a second way; if nobody asks any more, it comes as mail. Thread-safe.
 */
public final class AgentTasks {
  /** After the end: a client asks every few seconds. */
  private static final Duration FETCHED_WITHIN = Duration.ofSeconds(60);

  private final AgentJobs jobs;
  private final Sessions sessions;
  private final Results results;
  private final Map<String, Hold> held = new ConcurrentHashMap<>();
  private final Executor later =
      CompletableFuture.delayedExecutor(FETCHED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);

  AgentTasks(AgentJobs jobs, Sessions sessions, Results results) {
    this.jobs = jobs;
    this.sessions = sessions;
    this.results = results;
    var _ =
        jobs.manager()
            .addListener(
                new JobListener() {
                  @Override
                  public void onSettled(Job job) {
                    if (held.containsKey(job.runId())) {
                      later.execute(() -> release(job.runId()));
                    }
                  }
                });
  }

  private void release(String runId) {
    Hold hold = held.remove(runId);
    if (hold != null) {
      hold.close();
    }
  }

  /** A job that this owner sees. */
  public Optional<Job> find(String id, String owner) {
    return jobs.find(id, owner);
  }

  /** The job is asked for by name from now on. */
  public Optional<Job> begin(String id, String owner) {
    Optional<Job> job = jobs.find(id, owner);
    job.ifPresent(it -> {
      jobs.manager().hold(it.id(), AgentJobs.filter(owner)).ifPresent(hold -> keep(it, hold));
    });
    return job.map(jobs::now);
  }

  private void keep(Job job, Hold hold) {
    held.put(job.runId(), hold);
    if (jobs.now(job).settledAt().isPresent()) {
      later.execute(() -> release(job.runId())); // it settled before anybody listened
    }
  }

  /** What the job has come to; its mail, if there is any yet, is leased to who asks. */
  public ToolResult show(Job job, ToolCall call) {
    try (Visit visit = sessions.arrive(call.owner(), call.session())) {
      Answer answer = new Answer();
      if (job.status().isFinal()) {
        if (job.settledAt().isPresent()) {
          release(job.runId());
        }
        results.addTo(answer, List.of(job), call.owner(), visit);
      } else {
        answer.say(Wording.line(job, Instant.now()));
      }
      visit.answered();
      visit.handedOver();
      return new ToolResult(answer.text(), answer.json.toString(), false, Optional.empty(), visit);
    }
  }

  /** One line on where it stands. */
  public String words(Job job) {
    String last = job.status().isFinal() ? "" : jobs.lastWords(job);
    return Wording.status(job, Instant.now()) + (last.isEmpty() ? "" : "; prints: " + last);
  }

  /** Cancels it. */
  public void cancel(Job job, String owner) {
    var _ = jobs.cancel(job, owner);
  }

  /** Hears what happens to jobs. */
  public Subscription listen(JobListener listener) {
    return jobs.manager().addListener(listener);
  }
}
