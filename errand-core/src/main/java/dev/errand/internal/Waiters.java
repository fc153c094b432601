package dev.errand.internal;

import dev.errand.spi.TimeAndThreads.Latch;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who waits for which runs. A wake-up only says: look again. */
final class Waiters {
  private final ConcurrentMap<String, CopyOnWriteArrayList<Latch>> byRun =
      new ConcurrentHashMap<>();

  /** Opens the latch at the next change of one of the runs. */
  void add(Collection<String> runIds, Latch latch) {
    for (String runId : runIds) {
      byRun.compute(
          runId,
          (id, waiting) -> {
            CopyOnWriteArrayList<Latch> latches =
                waiting == null ? new CopyOnWriteArrayList<>() : waiting;
            latches.add(latch);
            return latches;
          });
    }
  }

  void remove(Collection<String> runIds, Latch latch) {
    for (String runId : runIds) {
      byRun.computeIfPresent(
          runId,
          (id, waiting) -> {
            waiting.remove(latch);
            return waiting.isEmpty() ? null : waiting;
          });
    }
  }

  void wake(String runId) {
    if (byRun.isEmpty()) {
      return; // the rule, and every end of a run comes here
    }
    CopyOnWriteArrayList<Latch> waiting = byRun.get(runId);
    if (waiting != null) {
      waiting.forEach(Latch::open);
    }
  }
}
