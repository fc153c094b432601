package dev.errand.shell.process;

import dev.errand.shell.os.Inotify;
import dev.errand.shell.os.PosixSpawn;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Notices the ends of all runs of a host, with one thread: the kernel says which record was
 * written. About once a second it looks at all supervisors too, since one that was killed writes
 * nothing. Where the kernel has no watch left to give, it reads all records ten times a second.
 */
final class EndWatcher implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LOOK_WITHOUT_WATCH = Duration.ofMillis(100);

  /** A run as it is watched; the loan is there if its supervisor is a child of ours. */
  private record Watched(
      RunningProcess process, Optional<ProcessId> supervisor, Optional<Reusables.Loan> loan) {}

  private final Map<String, Watched> known = new ConcurrentHashMap<>();
  // Our children until they are taken away; others than ours do no harm here.
  private final Set<Long> supervisors = ConcurrentHashMap.newKeySet();
  // Of runs that have ended, and so about to end.
  private final Set<Long> leaving = ConcurrentHashMap.newKeySet();
  // Runs whose end was recorded while the command lived.
  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();
  private final Optional<Inotify> watch;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Watches the records in this folder. */
  EndWatcher(Path ends, boolean mayWatch) {
    watch = mayWatch ? watch(ends) : Optional.empty();
    var _ = Thread.ofPlatform().daemon().name("errand-process-ends").start(this::run);
  }

  private static Optional<Inotify> watch(Path ends) {
    try {
      return Optional.of(Inotify.on(ends));
    } catch (IOException noneLeft) {
      return Optional.empty();
    }
  }

  /** The process of a run that is watched, if it is. */
  Optional<RunningProcess> known(String runId) {
    return Optional.ofNullable(known.get(runId)).map(Watched::process);
  }

  /** Begins to watch a run; what happened before is noticed too. */
  RunningProcess add(
      RunningProcess process, Optional<ProcessId> supervisor, Optional<Reusables.Loan> loan) {
    Watched before = known.putIfAbsent(process.runId(), new Watched(process, supervisor, loan));
    if (before != null) {
      loan.ifPresent(Reusables.Loan::letGo); // somebody has found the run before we said it began
      return before.process();
    }
    supervisor.ifPresent(it -> supervisors.add(it.pid()));
    look(process.runId());
    if (closed.getCount() == 0) {
      abandonAll();
    }
    return process;
  }

  /** A child that is about to end. */
  void reap(long supervisor) {
    supervisors.add(supervisor);
  }

  private void run() {
    long nextLook = System.nanoTime();
    while (closed.getCount() > 0) {
      try {
        if (watch.isPresent()) {
          // Each zombie is one more to be read by whoever looks at all processes.
          leaving.removeIf(this::reaped);
          watch.get().await(LOOK).forEach(this::handle);
        } else if (!closed.await(LOOK_WITHOUT_WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
          known.keySet().forEach(this::look);
        }
      } catch (InterruptedException nobodyDoes) {
        break;
      }
      if (System.nanoTime() - nextLook >= 0) {
        known.values().forEach(this::lookAtProcesses);
        reapOthers();
        nextLook = System.nanoTime() + LOOK.toNanos();
      }
    }
    watch.ifPresent(Inotify::close);
    abandonAll();
    supervisors.removeIf(PosixSpawn::reap); // those that were let go when the host was closed
  }

  /** Supervisors whose runs have ended; one of a run that goes on is not to be taken away yet. */
  private void reapOthers() {
    Set<Long> needed = new HashSet<>();
    known.values().forEach(it -> it.supervisor().ifPresent(one -> needed.add(one.pid())));
    leaving.clear();
    supervisors.removeIf(it -> !needed.contains(it) && PosixSpawn.reap(it));
  }

  private boolean reaped(long supervisor) {
    if (!supervisors.contains(supervisor)) {
      return true;
    }
    boolean gone = PosixSpawn.reap(supervisor);
    if (gone) {
      supervisors.remove(supervisor);
    }
    return gone;
  }

  private void handle(Inotify.Event event) {
    switch (event) {
      case Inotify.Event.Closed(String runId) -> {
        look(runId);
        // Who wrote last may have been killed before the end, and its command with it.
        Optional.ofNullable(known.get(runId)).ifPresent(this::lookAtProcesses);
      }
      case Inotify.Event.Lost() -> known.keySet().forEach(this::look);
    }
  }

  private void look(String runId) {
    Watched watched = known.get(runId);
    if (watched == null) {
      return;
    }
    try {
      recordedEnd(watched)
          .ifPresent(end -> {
            if (watched.process().id().isAlive()) {
              doubtful.add(runId); // not the command has ended, but who waited for it
            } else {
              finish(watched, end);
            }
          });
    } catch (IOException unreadable) {
      // Too many open files: at the next look, then.
    }
  }

  private static Optional<ProcessEnd> recordedEnd(Watched watched) throws IOException {
    try {
      return RunRecord.read(watched.process().files().record()).flatMap(RunRecord::end);
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }

  /** For supervisors that were killed: they have written nothing. */
  private void lookAtProcesses(Watched watched) {
    if (watched.process().id().isAlive()) {
      return;
    }
    if (watched.supervisor().filter(ProcessId::isAlive).isPresent()) {
      hurry(watched);
      return;
    }
    try {
      // Both are gone by now, so what is not there now never will be.
      Optional<ProcessEnd> end =
          recordedEnd(watched).filter(_ -> !doubtful.contains(watched.process().runId()));
      finish(watched, end.orElseGet(() -> new ProcessEnd.Vanished("its supervisor was killed")));
    } catch (IOException unreadable) {
      // Too many open files: at the next look, then.
    }
  }

  /**
   * The command has ended, and its supervisor is about to record that. Unless it, or who waits for
   * the command, was stopped; or it has recorded it and somebody has deleted the record: then it
   * would wait for another run, and we for it.
   */
  private static void hurry(Watched watched) {
    watched.loan().ifPresent(Reusables.Loan::letGo);
    watched.supervisor().orElseThrow().signalGroup(Signals.CONT);
  }

  private void finish(Watched watched, ProcessEnd end) {
    if (known.remove(watched.process().runId(), watched)) {
      doubtful.remove(watched.process().runId());
      if (end instanceof ProcessEnd.Vanished) {
        watched.loan().ifPresent(Reusables.Loan::letGo);
      } else {
        watched.loan().ifPresent(Reusables.Loan::giveBack);
      }
      watched.supervisor().ifPresent(it -> leaving.add(it.pid()));
      watched.process().ended(end);
    }
  }

  /**
   * Stops watching; the processes live on, and whoever waits for an end is told so. The thread ends
   * within a second.
   */
  @Override
  public void close() {
    closed.countDown();
    abandonAll();
  }

  private void abandonAll() {
    known
        .values()
        .forEach(it -> {
          if (known.remove(it.process().runId(), it)) {
            it.process().abandoned();
          }
        });
  }
}
