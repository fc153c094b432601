package dev.errand.internal;

import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs that a manager registered or executes and that have not settled, by run id. Thread-safe.
 */
final class LiveRuns {
  private final TimeAndThreads time;
  private final ConcurrentMap<RunId, LiveRun> runs = new ConcurrentHashMap<>();
  private volatile @Nullable Latch empty;

  LiveRuns(TimeAndThreads time) {
    this.time = time;
  }

  void add(LiveRun run) {
    runs.put(run.runId, run);
  }

  @Nullable LiveRun find(RunId runId) {
    return runs.get(runId);
  }

  /**
   * What is to execute this attempt: for each a new one, but that the first may be there already.
   */
  LiveRun findOrAdd(Run attempt, Supplier<LiveRun> missing) {
    RunId runId = attempt.registration().runId();
    LiveRun known = runs.get(runId);
    if (known != null && !known.hasBegunBefore(attempt)) {
      return known;
    }
    return runs.compute(
        runId,
        (id, now) -> {
          if (now == null) {
            return missing.get();
          }
          return now.hasBegunBefore(attempt) ? now.forNextAttempt() : now;
        });
  }

  List<LiveRun> all() {
    return List.copyOf(runs.values());
  }

  /**
   * The run whose body calls. Looks at all of them: those who ask are about to wait, which costs
   * more.
   */
  @Nullable LiveRun ofCurrentThread() {
    for (LiveRun run : runs.values()) {
      if (run.cancellation.isOfCurrentThread()) {
        return run;
      }
    }
    return null;
  }

  void remove(RunId runId) {
    runs.remove(runId);
    openIfEmpty();
  }

  /** Removes this one, but not what executes a later attempt of the run. */
  void remove(LiveRun run) {
    runs.remove(run.runId, run);
    openIfEmpty();
  }

  private void openIfEmpty() {
    Latch waited = empty;
    if (waited != null && runs.isEmpty()) {
      waited.open();
    }
  }

  private synchronized Latch latchOfAllWhoWait() {
    Latch known = empty;
    if (known == null) {
      known = time.latch();
      empty = known;
    }
    return known;
  }

  /** Waits until no run is left; false if that takes longer. */
  boolean awaitEmpty(Duration timeout) {
    Latch latch = latchOfAllWhoWait();
    // Looked at after the latch is there: whoever removes the last run sees the latch, or this
    // thread sees no run.
    return runs.isEmpty() || Latches.awaitThroughInterrupts(time, latch, timeout);
  }
}
