package dev.errand.internal.table;

import dev.errand.spi.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The workers that are known to be dead, and what may become of the processes that they have left.
 * Kept when their runs have been looked after: that step may be undone.
 */
final class Graves {

  /**
   * A dead worker.
   *
   * @param isHere whether its processes, if they outlived it, are on this machine
   * @param lostAt when those that nobody has adopted are given up, in nanoseconds; only of other
   *     machines
   */
  private record Grave(boolean isHere, long lostAt) {}

  private final Map<String, Grave> graves = new HashMap<>();

  boolean isEmpty() {
    return graves.isEmpty();
  }

  /** It was on this machine. */
  void add(String worker) {
    graves.put(worker, new Grave(true, 0));
  }

  /** It was on another machine, where somebody may adopt its processes until then. */
  void addElsewhere(String worker, long lostAt) {
    graves.put(worker, new Grave(false, lostAt));
  }

  /** Whatever was said before. */
  void clear() {
    graves.clear();
  }

  Set<String> all() {
    return new HashSet<>(graves.keySet());
  }

  /** Whether what its worker has left of this run can be found by who asks. */
  boolean isHere(Run run) {
    Grave grave = graves.get(run.worker());
    return grave != null && grave.isHere;
  }

  /** Whether somebody else may still go on with this run. */
  boolean mayBeAdopted(Run run, long now) {
    Grave grave = graves.get(run.worker());
    return grave != null
        && !grave.isHere
        && grave.lostAt - now > 0
        && run.registration().terms().policy().adopted()
        && run.state().worker() != null;
  }
}
