package dev.errand.internal;

import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who waits for which runs; each gets to see the runs as they change, forgotten ones too. */
final class Waiters {
  private final ConcurrentMap<RunId, CopyOnWriteArrayList<RunWait>> byRun =
      new ConcurrentHashMap<>();

  /** Shows this wait the changes of the run from now on. */
  void add(Registration run, RunWait wait) {
    byRun.compute(
        run.runId(),
        (id, waiting) -> {
          CopyOnWriteArrayList<RunWait> waits =
              waiting == null ? new CopyOnWriteArrayList<>() : waiting;
          waits.addIfAbsent(wait);
          return waits;
        });
  }

  void remove(Collection<RunId> runs, RunWait wait) {
    for (RunId run : runs) {
      byRun.computeIfPresent(
          run,
          (id, waiting) -> {
            waiting.remove(wait);
            return waiting.isEmpty() ? null : waiting;
          });
    }
  }

  void changed(Run run) {
    if (byRun.isEmpty()) {
      return; // the rule, and every end of a run comes here
    }
    CopyOnWriteArrayList<RunWait> waiting = byRun.get(run.registration().runId());
    if (waiting != null) {
      waiting.forEach(wait -> wait.saw(run));
    }
  }

  void evicted(Run run) {
    if (byRun.isEmpty()) {
      return;
    }
    CopyOnWriteArrayList<RunWait> waiting = byRun.get(run.registration().runId());
    if (waiting != null) {
      waiting.forEach(wait -> wait.sawEvicted(run));
    }
  }
}
