package dev.errand.internal;

import dev.errand.CancelledBy;
import dev.errand.CloseMode;
import dev.errand.CloseReport;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.spi.Durations;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Closes a manager once, within one deadline (contract I1). */
final class Closing {
  private static final Logger LOG = System.getLogger("dev.errand");

  private final Lifecycle lifecycle;
  private final Runner runner;
  private final Courier courier;
  private final Signals quiet;
  private final TimeAndThreads time;
  private final Steps steps;
  private final JobStore store;
  private final Latch over;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable CloseReport report;

  Closing(Lifecycle lifecycle, Runner runner, Courier courier, Signals quiet, Steps steps) {
    this.lifecycle = lifecycle;
    this.runner = runner;
    this.courier = courier;
    this.quiet = quiet;
    this.time = runner.time;
    this.steps = steps;
    this.store = steps.store();
    this.over = time.latch();
  }

  /** Closes, or waits for the thread that does; {@code last} comes after everything else. */
  CloseReport close(Duration timeout, Optional<CloseMode> mode, Runnable last) {
    courier.refuseSinkThread("close");
    if (!begun.compareAndSet(false, true)) {
      return joinTheFirst();
    }
    try {
      CloseReport mine =
          close(timeout, mode.orElse(store.isDurable() ? CloseMode.HAND_BACK : CloseMode.CANCEL));
      report = mine;
      last.run();
      return mine;
    } finally {
      over.open();
    }
  }

  private CloseReport joinTheFirst() {
    boolean unused = Latches.awaitThroughInterrupts(time, over, Duration.ofDays(1));
    CloseReport first = report;
    return first == null ? new CloseReport(List.of(), List.of()) : first;
  }

  private CloseReport close(Duration timeout, CloseMode mode) {
    long deadline = time.nanoTime() + Durations.saturatedNanos(timeout);
    lifecycle.close(mode);
    runner.claims.slots.close();
    endRuns(mode);
    boolean unused = runner.live.awaitEmpty(left(deadline));
    drain(left(deadline));
    courier.close();
    List<Job> unsettled = unsettled();
    List<Job> undelivered = undelivered();
    attempt(() -> steps.submit(new MailStep.Retire(runner.worker)), 0);
    runner.stop();
    steps.stop();
    return new CloseReport(unsettled, undelivered);
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
  }

  /** Waits for nothing: what the store is slow with is waited for with the bodies. */
  private void endRuns(CloseMode mode) {
    if (mode == CloseMode.CANCEL) {
      cancelAll();
      return;
    }
    // Those that are known here are few; the store may keep a million.
    for (LiveRun live : runner.live.all()) {
      live.latest().flatMap(this::asItStands).ifPresent(run -> runner.leaving.leave(run, mode));
    }
  }

  /** The run, if it is still this manager's to end. */
  private Optional<Run> asItStands(Run seen) {
    return attempt(() -> store.find(seen.id(), JobFilter.all()), Optional.<Run>empty())
        .filter(run -> run.registration().isSameRun(seen.registration()))
        .filter(run -> run.worker().equals(runner.worker.id()) && !run.status().isFinal());
  }

  private void cancelAll() {
    Step.CancelAll all =
        new Step.CancelAll(CancelledBy.SHUTDOWN, JobFilter.all(), Optional.of(runner.worker.id()));
    Outcomes.then(
        store.submit(all),
        cancelled -> cancelled.forEach(runner::stopped),
        failure -> LOG.log(Level.WARNING, "Jobs were not cancelled at close", failure));
  }

  private void drain(Duration timeout) {
    try {
      boolean unused =
          quiet.await(() -> !attempt(this::hasMailToDeliver, false), timeout, Signals.PLAINLY);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt(); // whoever closes in a hurry does not wait for mail
    }
  }

  private boolean hasMailToDeliver() {
    // Lanes at work are the rule; only when all are idle the mail itself is looked at.
    return store.mail(JobFilter.all()).queued() > 0
        && (courier.isDelivering() || isAnyQueuedMine());
  }

  private boolean isAnyQueuedMine() {
    return store.queuedMail(JobFilter.all()).stream().anyMatch(run -> courier.serves(run.owner()));
  }

  /** What this manager would have had to deliver, or has registered. */
  private List<Job> undelivered() {
    List<Job> undelivered = new ArrayList<>();
    for (Run run : attempt(() -> store.undelivered(JobFilter.all()), List.<Run>of())) {
      boolean mine = run.registration().registrar().equals(runner.worker.id());
      if (mine || courier.serves(run.owner())) {
        undelivered.add(run);
      }
    }
    return undelivered;
  }

  private List<Job> unsettled() {
    List<Job> unsettled = new ArrayList<>();
    for (LiveRun live : runner.live.all()) {
      live.latest().map(runner::withProgress).ifPresent(unsettled::add);
    }
    return unsettled;
  }

  /** A store that fails must not keep a manager from closing. */
  private static <T> T attempt(Supplier<T> what, T otherwise) {
    try {
      return what.get();
    } catch (StoreException failure) {
      LOG.log(Level.WARNING, "The store failed while its manager was closed", failure);
      return otherwise;
    }
  }
}
