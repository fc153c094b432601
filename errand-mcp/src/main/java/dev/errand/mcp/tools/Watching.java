package dev.errand.mcp.tools;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Subscription;
import dev.errand.mcp.ToolCall;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for jobs, tells how they go on, and holds their mail meanwhile. Thread-safe. */
final class Watching {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /** An ended command settles when its processes are gone; mail is due then. */
  private static final Duration SETTLES = Duration.ofSeconds(2);

  private final AgentJobs jobs;

  Watching(AgentJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Waits until the condition is met, and answers whether it is, or until the time is over. Their
   * mail is nobody's meanwhile only if the jobs are held.
   */
  boolean await(List<String> ids, AwaitMode mode, Duration atMost, ToolCall call)
      throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      Duration left = atMost.minusNanos(System.nanoTime() - began);
      if (left.isNegative()) {
        left = Duration.ZERO;
      }
      Duration slice = left.compareTo(BETWEEN) < 0 ? left : BETWEEN;
      try (Awaited awaited =
          jobs.manager().awaitJobs(ids, mode, slice, AgentJobs.filter(call.owner()))) {
        if (awaited.met() || slice.equals(left)) {
          return awaited.met();
        }
      }
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      call.progress().report(seconds, words(ids, call.owner()));
    }
  }

  private String words(List<String> ids, String owner) {
    List<Job> active =
        ids.stream()
            .flatMap(id -> jobs.find(id, owner).stream())
            .filter(job -> !job.status().isFinal())
            .toList();
    if (active.size() == 1) {
      return jobs.lastWords(active.getFirst());
    }
    return active.size() + " of " + ids.size() + " jobs are not finished";
  }

  /** Holds them. */
  void hold(Collection<String> ids, String owner) {
    var _ = jobs.manager().watchJobs(ids, AgentJobs.filter(owner));
  }

  /** Gives up a hold, or that of a registration. */
  void release(Collection<String> ids, String owner) {
    var _ = jobs.manager().unwatchJobs(ids, AgentJobs.filter(owner));
  }

  /** Waits a moment until it has settled; answers the job as it is then. */
  Job settled(Job ended) throws InterruptedException {
    return settled(ended, SETTLES);
  }

  Job settled(Job ended, Duration atMost) throws InterruptedException {
    CountDownLatch settled = new CountDownLatch(1);
    try (Subscription _ =
        jobs.manager()
            .addListener(
                new JobListener() {
                  @Override
                  public void onSettled(Job job) {
                    if (job.runId().equals(ended.runId())) {
                      settled.countDown();
                    }
                  }
                })) {
      if (jobs.now(ended).settledAt().isEmpty()) {
        var _ = settled.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return jobs.now(ended);
  }
}
