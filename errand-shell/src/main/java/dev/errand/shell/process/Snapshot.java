package dev.errand.shell.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The processes of the host at one time. Immutable. */
final class Snapshot {
  private final List<ProcStat> processes;
  private final Map<Long, List<ProcStat>> children = new HashMap<>();
  private final Map<ProcessId, String> cookies;
  private final long nanos;

  /**
   * Of these.
   *
   * @param cookies the runs that they are marked with
   * @param nanos what it took to read this
   */
  Snapshot(List<ProcStat> processes, Map<ProcessId, String> cookies, long nanos) {
    this.processes = processes;
    this.cookies = cookies;
    this.nanos = nanos;
    for (ProcStat process : processes) {
      children.computeIfAbsent(process.parent(), _ -> new ArrayList<>()).add(process);
    }
  }

  /** What it took to read this. */
  long nanos() {
    return nanos;
  }

  /** All processes. */
  List<ProcStat> processes() {
    return processes;
  }

  /** Those for which this holds, and all that descend from them. */
  Set<ProcStat> withDescendants(Predicate<ProcStat> root) {
    Set<ProcStat> found = new HashSet<>();
    List<ProcStat> next = processes.stream().filter(root).toList();
    found.addAll(next);
    while (!next.isEmpty()) {
      next =
          next.stream()
              .flatMap(it -> children.getOrDefault(it.id().pid(), List.of()).stream())
              .filter(found::add)
              .toList();
    }
    return found;
  }

  /** Whether a process is marked with this run. */
  boolean isMarked(ProcStat process, String runId) {
    return runId.equals(cookies.get(process.id()));
  }
}
