package dev.errand.shell.process;

import dev.errand.shell.os.PosixSpawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All processes of one run, wherever they fled: the session of its command, whatever has its cookie
 * in the environment, and the descendants of both. Never its supervisor with its helpers, which end
 * by themselves, nor this JVM. Read anew each time; there may be some after the end of the command.
 * Thread-safe.
 *
 * <p>A zombie counts as gone: only its parent can take it away.
 */
public final class ProcessTree {
  private static final Duration AFTER_LAST_DEATH = Duration.ofSeconds(10);
  private static final Duration AFTER_KILL = Duration.ofSeconds(60);
  private static final Duration FIRST_NAP = Duration.ofMillis(5);
  private static final Duration LONGEST_NAP = Duration.ofMillis(200);
  private static final int SHARE = 5; // looking takes at most this part of the time
  private static final int ROUNDS = 20;
  private static final long SELF = ProcessHandle.current().pid();

  private final String runId;
  private final Optional<ProcessId> supervisor;
  private final Optional<ProcessId> command;
  private final ProcessTable table;

  ProcessTree(
      String runId,
      Optional<ProcessId> supervisor,
      Optional<ProcessId> command,
      ProcessTable table) {
    this.runId = runId;
    this.supervisor = supervisor;
    this.command = command;
    this.table = table;
  }

  /** Who is alive now. */
  public List<ProcessId> living() {
    return living(table.now()).stream().map(ProcStat::id).toList();
  }

  /**
   * Ends all of them: by TERM, after the grace by KILL, until nobody is found.
   *
   * @param grace zero for KILL at once
   * @return who lives on though it was sent KILL: not ours to kill, or held by the kernel. Usually
   *     nobody. Known when none has gone for ten seconds, at the latest after a minute
   */
  public List<ProcessId> end(Duration grace) throws InterruptedException {
    List<ProcessId> survivors = !grace.isZero() && areGoneAfterTerm(grace) ? List.of() : kill();
    if (survivors.isEmpty()) {
      endOrphanedHelpers();
    }
    return survivors;
  }

  /** Stops all of them, until {@link #goOn} or {@link #end}. */
  public void stop() {
    Set<ProcessId> seen = new HashSet<>();
    // Again while there are new ones: a process may have forked before its turn came.
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcStat> running =
          living(table.now()).stream().filter(it -> !it.isStopped() && seen.add(it.id())).toList();
      if (running.isEmpty()) {
        return;
      }
      signal(running, Signals.STOP);
    }
  }

  /**
   * Lets all go on that are stopped, or are about to be: STOP takes effect when its process runs
   * next, which may be after we have looked, and CONT takes it back. Whoever finds a run again
   * ({@link ProcessHost#find}) should call this, since a JVM may have died between {@link #stop}
   * and this.
   */
  public void goOn() {
    signal(living(table.now()), Signals.CONT);
  }

  private boolean areGoneAfterTerm(Duration grace) throws InterruptedException {
    long deadline = System.nanoTime() + grace.toNanos();
    Set<ProcessId> asked = new HashSet<>();
    Duration nap = FIRST_NAP;
    while (true) {
      Snapshot snapshot = table.now();
      List<ProcStat> living = living(snapshot);
      if (living.isEmpty()) {
        return true;
      }
      for (ProcStat member : living) {
        if (asked.add(member.id())) {
          member.id().signal(Signals.TERM);
        }
        if (member.isStopped()) {
          member.id().signal(Signals.CONT); // it does not hear TERM before
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      nap = sleep(nap, snapshot, left);
    }
  }

  private List<ProcessId> kill() throws InterruptedException {
    long begin = System.nanoTime();
    long lastDeath = begin;
    int before = Integer.MAX_VALUE;
    Set<ProcessId> seen = new HashSet<>();
    Duration nap = FIRST_NAP;
    while (true) {
      Snapshot snapshot = table.now();
      List<ProcStat> living = living(snapshot);
      if (living.isEmpty()) {
        return List.of();
      }
      long now = System.nanoTime();
      if (living.size() < before) {
        lastDeath = now;
      }
      before = living.size();
      boolean late =
          now - lastDeath >= AFTER_LAST_DEATH.toNanos() || now - begin >= AFTER_KILL.toNanos();
      boolean again = !seen.isEmpty();
      boolean news = living.stream().filter(it -> seen.add(it.id())).count() > 0;
      if (again && news && !late) {
        // They fork while we kill. Freeze them first: who is stopped has no more children.
        signal(living.stream().filter(it -> !it.isStopped()).toList(), Signals.STOP);
        continue;
      }
      signal(living, Signals.KILL);
      if (late) {
        return living.stream().map(ProcStat::id).toList();
      }
      nap = sleep(nap, snapshot, Long.MAX_VALUE);
    }
  }

  private static Duration sleep(Duration nap, Snapshot snapshot, long atMost)
      throws InterruptedException {
    long nanos = Math.min(atMost, Math.max(nap.toNanos(), SHARE * snapshot.nanos()));
    Thread.sleep(Duration.ofNanos(nanos));
    Duration next = nap.multipliedBy(2);
    return next.compareTo(LONGEST_NAP) < 0 ? next : LONGEST_NAP;
  }

  /** Of a supervisor that was killed; one that lives takes its helpers along. */
  private void endOrphanedHelpers() {
    // They began before the command did; so who has none in the last look has none.
    if (supervisor.isPresent()
        && !supervisor.get().isAlive()
        && !helpers(table.latest()).isEmpty()) {
      signal(helpers(table.now()), Signals.KILL);
    }
  }

  private List<ProcStat> helpers(Snapshot snapshot) {
    return snapshot.markedWith(runId).stream()
        .filter(it -> isHelper(it) && !it.isZombie())
        .toList();
  }

  private static void signal(List<ProcStat> members, int signal) {
    members.forEach(it -> it.id().signal(signal));
  }

  private List<ProcStat> living(Snapshot snapshot) {
    List<ProcStat> roots = new ArrayList<>();
    snapshot.markedWith(runId).stream().filter(it -> !isHelper(it)).forEach(roots::add);
    command
        .filter(it -> isSession(it, snapshot))
        .ifPresent(it -> roots.addAll(snapshot.ofSession(it.pid())));
    roots.removeIf(it -> it.id().pid() == SELF);
    Set<ProcStat> members = fresh(snapshot.withDescendants(roots), snapshot);
    members.removeIf(it -> it.id().pid() == SELF);
    members.stream()
        .filter(it -> it.isZombie() && it.parent() == SELF)
        .forEach(it -> {
          // Orphans come to us if this JVM is the first process of a container.
          var _ = PosixSpawn.reap(it.id().pid());
        });
    return members.stream().filter(it -> !it.isZombie()).toList();
  }

  /**
   * Who threw its environment away may be known as a stranger, of whose state nobody wanted to
   * know.
   */
  private Set<ProcStat> fresh(Set<ProcStat> members, Snapshot snapshot) {
    Set<ProcStat> marked = Set.copyOf(snapshot.markedWith(runId));
    Set<ProcStat> fresh = new HashSet<>();
    for (ProcStat member : members) {
      if (marked.contains(member)) {
        fresh.add(member);
      } else {
        ProcStat.of(member.id().pid())
            .filter(now -> now.id().equals(member.id()))
            .ifPresent(fresh::add);
      }
    }
    return fresh;
  }

  /** The number of a session is used again when all of it are gone; then its leader is another. */
  private static boolean isSession(ProcessId leader, Snapshot snapshot) {
    return snapshot.withPid(leader.pid()).filter(it -> !it.id().equals(leader)).isEmpty();
  }

  /**
   * Whether a process with our cookie is the supervisor, setsid that waits for it, or who keeps
   * stdin open: these are in the session of the supervisor.
   */
  private boolean isHelper(ProcStat marked) {
    return supervisor.isPresent() && marked.session() == supervisor.get().pid();
  }
}
