package dev.errand.shell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Processes that have nothing to do with any run, and never will: a run grows by processes that are
 * new. Most processes of a host are such, and need not be read at each look; until so many have
 * been started since that a number may have been given out again. For one thread at a time.
 */
final class Strangers {
  private static final Path STAT = Path.of("/proc/stat");
  private static final Path PID_MAX = Path.of("/proc/sys/kernel/pid_max");
  private static final String STARTED = "\nprocesses ";

  /**
   * Numbers are given out in turn: only after all others comes one again. We trust half of that.
   */
  private static final int SHARE = 2;

  private static final long SELF = ProcessHandle.current().pid();

  private final long enough = numbers() / SHARE;
  private Map<Long, ProcStat> known = Map.of();
  private long knownAt;
  private long now;

  /** Finds out whether what is known still holds. */
  void beginReading() {
    now = started();
    if (now < 0 || now - knownAt >= enough) {
      known = Map.of();
    }
  }

  /** The stranger of this number; of its state and its parent nobody may want to know. */
  Optional<ProcStat> known(long pid) {
    return Optional.ofNullable(known.get(pid));
  }

  /**
   * Whoever is in no run, and in none of their sessions, and does not descend from them, nor from
   * this JVM: among its children are those that wait to become a command.
   *
   * @param marked those that are marked with a run
   * @param settled whether that one is too old to become marked: only exec marks a process, which
   *     in one that we start follows the fork at once
   */
  void learn(
      Snapshot snapshot,
      Collection<ProcStat> all,
      Set<ProcessId> marked,
      Predicate<ProcessId> settled) {
    List<ProcStat> roots =
        all.stream().filter(it -> marked.contains(it.id()) || it.id().pid() == SELF).toList();
    Set<Long> sessions = new HashSet<>();
    roots.stream().filter(it -> it.id().pid() != SELF).forEach(it -> sessions.add(it.session()));
    Set<ProcStat> members = snapshot.withDescendants(roots);
    Map<Long, ProcStat> strangers = new HashMap<>();
    for (ProcStat process : all) {
      if (settled.test(process.id())
          && !sessions.contains(process.session())
          && !members.contains(process)) {
        strangers.put(process.id().pid(), process);
      }
    }
    if (known.isEmpty()) {
      knownAt = now;
    }
    known = now < 0 ? Map.of() : strangers;
  }

  /** How many processes and threads were started on this host since its start; -1 if unknown. */
  private static long started() {
    try {
      String stat = new String(ProcFiles.read(STAT), StandardCharsets.ISO_8859_1);
      int at = stat.indexOf(STARTED) + STARTED.length();
      int end = stat.indexOf('\n', at);
      return at < STARTED.length() || end < 0 ? -1 : Long.parseLong(stat.substring(at, end));
    } catch (IOException | NumberFormatException unknown) {
      return -1;
    }
  }

  private static long numbers() {
    try {
      return Long.parseLong(
          new String(ProcFiles.read(PID_MAX), StandardCharsets.ISO_8859_1).strip());
    } catch (IOException | NumberFormatException unknown) {
      return 0;
    }
  }
}
