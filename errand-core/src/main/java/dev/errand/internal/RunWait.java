package dev.errand.internal;

import dev.errand.AwaitMode;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs that one foreground wait is about, as they were seen last. Thread-safe: the threads that
 * end the runs report here.
 */
final class RunWait {
  private final Signals signals;
  private final Map<RunId, Run> runs = new LinkedHashMap<>();
  private final Set<RunId> evicted = new HashSet<>();
  private final Set<RunId> consumedBefore = new HashSet<>();

  RunWait(Signals signals) {
    this.signals = signals;
  }

  /** The wait is about this run, too. */
  synchronized void add(Run run) {
    runs.putIfAbsent(run.registration().runId(), run);
  }

  /** The runs as they are when their deliveries are held: what is consumed by now, was before. */
  synchronized void begin() {
    for (Run run : runs.values()) {
      if (run.status().isFinal() && run.mail().status().isConsumed()) {
        consumedBefore.add(run.registration().runId());
      }
    }
  }

  void saw(Run run) {
    synchronized (this) {
      RunId id = run.registration().runId();
      Run before = runs.get(id);
      // Ends may be reported by several threads; what has ended does not go back.
      if (before == null || evicted.contains(id) || run.isBefore(before)) {
        return;
      }
      runs.put(id, run);
    }
    signals.fire();
  }

  void sawEvicted(Run run) {
    saw(run);
    synchronized (this) {
      evicted.add(run.registration().runId());
    }
    signals.fire();
  }

  synchronized List<Run> all() {
    return new ArrayList<>(runs.values());
  }

  synchronized Set<RunId> ids() {
    return Set.copyOf(runs.keySet());
  }

  synchronized boolean isEvicted(Run run) {
    return evicted.contains(run.registration().runId());
  }

  synchronized boolean wasConsumedBefore(Run run) {
    return consumedBefore.contains(run.registration().runId());
  }

  /** Whether what is waited for has happened. */
  synchronized boolean isMet(AwaitMode mode) {
    boolean all = runs.values().stream().allMatch(RunWait::hasEnded);
    return all || (mode == AwaitMode.ANY && runs.values().stream().anyMatch(this::isNews));
  }

  /**
   * The runs to show: what has ended; for ANY, not what the owner has, as long as there is more.
   */
  synchronized List<Run> ended(AwaitMode mode) {
    boolean onlyOld =
        runs.values().stream().allMatch(run -> hasEnded(run) && wasConsumedBefore(run));
    return runs.values().stream()
        .filter(run -> (mode == AwaitMode.ANY && !onlyOld) ? isNews(run) : hasEnded(run))
        .toList();
  }

  private boolean isNews(Run run) {
    return hasEnded(run) && !wasConsumedBefore(run);
  }

  private static boolean hasEnded(Run run) {
    return run.status().isFinal();
  }
}
