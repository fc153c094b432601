package dev.errand.internal;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Waits in the foreground for runs to end (contract G), their deliveries held meanwhile; a body
 * that waits lends its slot (A9).
 */
final class Awaits {
  private final Runner runner;
  private final Waiters waiters;
  private final Holds holds;
  private final Courier courier;
  private final Signals settled;
  private final AtomicLong waits = new AtomicLong();

  Awaits(Runner runner, Waiters waiters, Holds holds, Courier courier, Signals settled) {
    this.runner = runner;
    this.waiters = waiters;
    this.holds = holds;
    this.courier = courier;
    this.settled = settled;
  }

  Awaited await(Set<String> ids, AwaitMode mode, Duration timeout, JobFilter filter)
      throws InterruptedException {
    courier.refuseSinkThread("awaitJobs");
    LiveRun caller = runner.live.ofCurrentThread();
    Signals signals = new Signals(runner.time);
    RunWait wait = new RunWait(signals);
    String holder = "wait-" + waits.incrementAndGet();
    boolean done = false;
    try {
      List<String> unknown = begin(ids, filter, wait, holder, caller);
      boolean met =
          signals.await(
              () -> {
                lookAgain(wait, filter);
                return wait.isMet(mode);
              },
              timeout,
              lendingTheSlotOf(caller));
      List<Run> ended = wait.ended(mode).stream().map(run -> latest(run, filter)).toList();
      Awaited awaited = new AwaitedRuns(runner, holds, holder, wait, ended, unknown, met);
      done = true;
      return awaited;
    } finally {
      waiters.remove(wait.ids(), wait);
      if (!done) {
        holds.releaseLater(holder, wait.all()); // what is thrown must not wait for the store
      }
    }
  }

  /** Finds the runs and holds them; answers the ids that name none. */
  private List<String> begin(
      Set<String> ids, JobFilter filter, RunWait wait, String holder, @Nullable LiveRun caller) {
    // The wait hears of the runs before it holds them, so that it misses no end in between.
    for (String id : ids) {
      runner.store.find(id, filter).ifPresent(run -> join(run, wait));
    }
    if (caller != null && wait.ids().stream().anyMatch(id -> id.equals(caller.runId))) {
      throw new IllegalStateException("a job cannot wait for itself");
    }
    List<Run> held = holds.hold(new MailStep.Hold(runner.worker, holder, ids, filter, true));
    held.forEach(run -> join(run, wait));
    held.forEach(wait::saw);
    wait.begin();
    List<String> unknown = new ArrayList<>(ids);
    wait.all().forEach(run -> unknown.remove(run.id()));
    return unknown;
  }

  private void join(Run run, RunWait wait) {
    wait.add(run);
    waiters.add(run.registration(), wait);
  }

  /** Reads what goes on still: hints may get lost. */
  private void lookAgain(RunWait wait, JobFilter filter) {
    for (Run run : wait.all()) {
      if (!run.status().isFinal()) {
        same(run, filter).filter(now -> now.status().isFinal()).ifPresent(wait::saw);
      }
    }
  }

  /** The run as it stands now; as it was seen last, when it has been forgotten. */
  private Run latest(Run run, JobFilter filter) {
    return same(run, filter).orElse(run);
  }

  private Optional<Run> same(Run run, JobFilter filter) {
    return runner
        .store
        .find(run.id(), filter)
        .filter(now -> now.registration().runId().equals(run.registration().runId()));
  }

  /** Waits until no run that the filter sees goes on (G3). */
  boolean awaitSettled(Duration timeout, JobFilter filter) throws InterruptedException {
    courier.refuseSinkThread("awaitOwner or awaitAll");
    LiveRun caller = runner.live.ofCurrentThread();
    if (caller != null && caller.isSeenBy(filter)) {
      throw new IllegalStateException("a job cannot wait for itself");
    }
    return settled.await(
        () -> runner.store.unfinished(filter) == 0, timeout, lendingTheSlotOf(caller));
  }

  private Signals.Waiting lendingTheSlotOf(@Nullable LiveRun caller) {
    if (caller == null) {
      return Signals.PLAINLY;
    }
    return (latch, timeout) -> {
      runner.lendSlot(caller);
      try {
        boolean unused = latch.await(timeout);
      } finally {
        runner.takeSlotBack(caller);
      }
    };
  }
}
