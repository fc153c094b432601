package dev.errand.internal;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.spi.Durations;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits in the foreground for runs to end (contract G1); a body that waits lends its slot meanwhile
 * (A9).
 */
final class Awaits {
  /** Hints of the store may get lost; so a waiter also looks by itself now and then. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Runner runner;
  private final Waiters waiters;

  Awaits(Runner runner, Waiters waiters) {
    this.runner = runner;
    this.waiters = waiters;
  }

  Awaited await(Collection<String> ids, AwaitMode mode, Duration timeout, JobFilter filter)
      throws InterruptedException {
    Map<String, Run> runs = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : Ids.normalized(ids)) {
      runner
          .store
          .find(id, filter)
          .ifPresentOrElse(run -> runs.put(run.runId(), run), () -> unknown.add(id));
    }
    LiveRun caller = runner.live.ofCurrentThread();
    if (caller != null && runs.containsKey(caller.runId)) {
      throw new IllegalStateException("a job cannot wait for itself");
    }
    boolean met = await(runs, mode, timeout, filter, caller);
    List<Job> ended =
        runs.values().stream()
            .filter(run -> run.status().isFinal())
            .map(runner::withProgress)
            .toList();
    return new Awaited(ended, unknown, met);
  }

  private boolean await(
      Map<String, Run> runs,
      AwaitMode mode,
      Duration timeout,
      JobFilter filter,
      @Nullable LiveRun caller)
      throws InterruptedException {
    long deadline = runner.time.nanoTime() + Durations.saturatedNanos(timeout);
    while (true) {
      Latch latch = runner.time.latch();
      waiters.add(runs.keySet(), latch);
      try {
        runs.replaceAll((runId, run) -> newest(run, filter));
        if (isMet(runs.values(), mode)) {
          return true;
        }
        long left = deadline - runner.time.nanoTime();
        if (left <= 0) {
          return false;
        }
        waitFor(latch, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())), caller);
      } finally {
        waiters.remove(runs.keySet(), latch);
      }
    }
  }

  private void waitFor(Latch latch, Duration timeout, @Nullable LiveRun caller)
      throws InterruptedException {
    if (caller == null) {
      boolean unused = latch.await(timeout);
      return;
    }
    runner.lendSlot(caller);
    try {
      boolean unused = latch.await(timeout);
    } finally {
      runner.takeSlotBack(caller);
    }
  }

  /** The run as it stands now; as it stood, when its id names another run or none by now. */
  private Run newest(Run run, JobFilter filter) {
    if (run.status().isFinal()) {
      return run;
    }
    Optional<Run> now = runner.store.find(run.id(), filter);
    return now.filter(found -> found.runId().equals(run.runId())).orElse(run);
  }

  private static boolean isMet(Collection<Run> runs, AwaitMode mode) {
    return switch (mode) {
      case ANY -> runs.isEmpty() || runs.stream().anyMatch(run -> run.status().isFinal());
      case ALL -> runs.stream().allMatch(run -> run.status().isFinal());
    };
  }
}
