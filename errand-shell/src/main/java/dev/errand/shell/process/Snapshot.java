package dev.errand.shell.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The processes of the host at one time, found by what they are asked for. Immutable. */
final class Snapshot {
  private final Map<Long, ProcStat> byPid = new HashMap<>();
  private final Map<Long, List<ProcStat>> bySession;
  private final Map<Long, List<ProcStat>> byParent;
  private final Map<String, List<ProcStat>> byRun;
  private final long nanos;

  /**
   * Of these.
   *
   * @param cookies the runs that they are marked with
   * @param nanos what it took to read this
   */
  Snapshot(List<ProcStat> processes, Map<ProcessId, String> cookies, long nanos) {
    processes.forEach(it -> byPid.put(it.id().pid(), it));
    this.bySession = by(ProcStat::session, processes);
    this.byParent = by(ProcStat::parent, processes);
    this.byRun =
        by(
            it -> cookies.getOrDefault(it.id(), ""),
            processes.stream().filter(it -> cookies.containsKey(it.id())).toList());
    this.nanos = nanos;
  }

  /** A loop, for this is done for all processes of the host at the end of each run. */
  private static <K> Map<K, List<ProcStat>> by(
      Function<ProcStat, K> key, List<ProcStat> processes) {
    Map<K, List<ProcStat>> found = new HashMap<>();
    for (ProcStat process : processes) {
      found.computeIfAbsent(key.apply(process), _ -> new ArrayList<>(1)).add(process);
    }
    return found;
  }

  /** What it took to read this. */
  long nanos() {
    return nanos;
  }

  /** The process with this number. */
  Optional<ProcStat> withPid(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /** The processes of a session. */
  List<ProcStat> ofSession(long session) {
    return bySession.getOrDefault(session, List.of());
  }

  /** Those marked with a run. */
  List<ProcStat> markedWith(String runId) {
    return byRun.getOrDefault(runId, List.of());
  }

  /** These, and all that descend from them. */
  Set<ProcStat> withDescendants(Collection<ProcStat> roots) {
    Set<ProcStat> found = new HashSet<>(roots);
    List<ProcStat> next = List.copyOf(found);
    while (!next.isEmpty()) {
      next =
          next.stream()
              .flatMap(it -> byParent.getOrDefault(it.id().pid(), List.of()).stream())
              .filter(found::add)
              .toList();
    }
    return found;
  }
}
