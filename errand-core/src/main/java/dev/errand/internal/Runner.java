package dev.errand.internal;

import dev.errand.CancellationSignal.Reason;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobHandler;
import dev.errand.JobResult;
import dev.errand.spi.Ends;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Executes runs that were claimed: gives each body a thread of its own, bounds it in time, and
 * tells the store how it ended. The row is there before the thread, and settled after it.
 */
final class Runner {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final Duration AFTER_STORE_FAILURE = Duration.ofSeconds(1);

  final Worker worker;
  final Claims claims;
  final Settings settings;
  final TimeAndThreads time;
  final JobStore store;
  final Listeners listeners;

  final LiveRuns live;
  final Leaving leaving;

  final Steps steps;
  private final Waiters waiters;
  private final Signals settled;
  private final Courier courier;
  private final Janitor janitor;

  private final RepeatedFailure sweepsFail =
      new RepeatedFailure("What is due could not be looked after; it is tried again each second");

  Runner(
      Equipment equipment,
      int maxRunningJobs,
      Lifecycle lifecycle,
      Waiters waiters,
      Signals settled,
      Courier courier) {
    this.worker = equipment.worker();
    this.settings = equipment.settings();
    this.time = equipment.time();
    this.steps = equipment.steps();
    this.listeners = equipment.listeners();
    this.store = steps.store();
    this.settled = settled;
    this.waiters = waiters;
    this.courier = courier;
    this.live = new LiveRuns(time);
    this.leaving = new Leaving(lifecycle, live, store, this::stopped);
    this.janitor = new Janitor(time, this::sweep);
    this.claims =
        new Claims(
            worker,
            new Slots(maxRunningJobs),
            settings.bounds(),
            store,
            this::startAll,
            janitor::wakeIn);
  }

  // ---- what others have done

  void runnable() {
    claims.runnable();
  }

  void wakeIn(Duration delay) {
    janitor.wakeIn(delay);
  }

  /** A run has ended or settled. */
  void changed(Run run) {
    LiveRun mine = live.find(run.registration().runId());
    if (mine != null) {
      mine.observe(run);
      forgetIfSettled(run);
    }
    tellWaiters(run);
  }

  private void tellWaiters(Run run) {
    waiters.changed(run);
    settled.fire();
  }

  /** Another worker has this run, or will have: what is done here is in vain (contract K1). */
  void superseded(Run run) {
    LiveRun mine = live.find(run.registration().runId());
    if (mine != null) {
      mine.isSuperseded(run);
    }
  }

  /** The body of this run has said something, here or elsewhere (contract K3). */
  void progressed(Run run) {
    LiveRun mine = live.find(run.registration().runId());
    if (mine != null) {
      mine.observe(run);
    }
  }

  /**
   * Others may take over soon: bodies are to stop. Processes go on, and are found again (contract
   * K1, K2).
   */
  void leaseEnds() {
    live.all().forEach(LiveRun::isInDoubt);
  }

  /** Looks after what dead workers have left, in its own time. */
  void recover() {
    Outcomes.then(
        store.submit(new Step.Recover(worker)),
        recovered -> {
          recovered.adopted().forEach(this::adopt);
          janitor.wakeIn(Duration.ZERO); // the dead have looked after what was to become due
        },
        failure ->
            LOG.log(Level.WARNING, "What dead workers left could not be looked after", failure));
  }

  /** The snapshot that users see: the progress of a run whose body is there lives with the body. */
  Job withProgress(Run run) {
    LiveRun mine = run.settledAt().isPresent() ? null : live.find(run.registration().runId());
    return mine == null ? run : mine.withProgress(run);
  }

  // ---- starting

  /** Starts what was claimed. */
  void startAll(List<Run> claimed) {
    for (int i = 0; i < claimed.size(); i++) {
      start(claimed.get(i));
    }
  }

  private void start(Run run) {
    start(run, live.findOrAdd(run, () -> liveRunOfHandler(run)));
    leaving.leaveIfClosed(run);
  }

  /** Starts the body of a run that was claimed with a slot of this manager. */
  void start(Run run, LiveRun mine) {
    share(mine, run);
    mine.begins(run);
    Optional<Duration> timeout = run.registration().terms().timeout();
    if (timeout.isPresent()) {
      mine.timer(timeout.get(), () -> timedOut(mine, run));
    }
    Thread unused = time.start(run.id(), () -> execute(mine, run));
  }

  /** Others want to know how far the attempt is. */
  private void share(LiveRun mine, Run run) {
    if (store.isShared()) {
      mine.sharesProgress(new SharedProgress(run, store, time, mine.cancellation::isOver));
    }
  }

  /** Goes on with what a dead worker had, whatever the number of slots: it runs already. */
  void adopt(Run run) {
    LiveRun mine = live.findOrAdd(run, () -> liveRunOfHandler(run));
    share(mine, run);
    mine.goesOn(run);
    if (!run.unsettled()) {
      claims.slots.takeBack();
    }
    if (run.status().isFinal()) {
      stopped(run);
    } else {
      timeoutOf(run).ifPresent(left -> mine.timer(left, () -> timedOut(mine, run)));
    }
    Thread unused = time.start(run.id(), () -> execute(mine, run));
    leaving.leaveIfClosed(run);
  }

  /**
   * What is left of it, by the wall clock: a process before this one had another monotonic clock.
   */
  private Optional<Duration> timeoutOf(Run run) {
    Instant started = run.startedAt().orElseGet(time::now);
    return run.registration()
        .terms()
        .timeout()
        .map(timeout -> timeout.minus(Duration.between(started, time.now())))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  private LiveRun liveRunOfHandler(Run run) {
    HandlerCall call =
        run.registration()
            .call()
            .orElseThrow(
                () -> new IllegalStateException("run " + run.runId() + " has no body here"));
    return new LiveRun(run.registration().runId(), bodyOf(call), Optional.empty(), time, listeners);
  }

  /** The body that a handler is for one payload. */
  JobBody bodyOf(HandlerCall call) {
    JobHandler handler = settings.handlers().get(call.handler());
    if (handler == null) {
      throw new IllegalArgumentException(
          "handler must be one of " + settings.handlers().keySet() + ", not " + call.handler());
    }
    return context -> handler.run(call.payload(), context);
  }

  // ---- running and ending

  private void execute(LiveRun mine, Run run) {
    Optional<JobEnd> said = runBody(mine, run);
    mine.offerLastProgress();
    JobEnd end = said.orElseGet(mine::endWithoutBody);
    boolean hasStopped = said.isEmpty() || end.reason() == EndReason.THREW;
    if (hasStopped && mine.isLeaving()) {
      leave(mine, run, end);
    } else {
      finish(mine, run, end, mine.finishes());
    }
  }

  /** What the body said; nothing if it was to stop before it began. */
  private static Optional<JobEnd> runBody(LiveRun mine, Run run) {
    if (mine.isAdopted()) {
      mine.cancellation.bodyBeginsInAnyCase(Thread.currentThread());
    } else if (!mine.cancellation.bodyBegins(Thread.currentThread())) {
      return Optional.empty();
    }
    try {
      JobResult result = mine.body.run(new BodyContext(mine, run));
      mine.cancellation.bodyReturned();
      return Optional.of(BodyEnds.returned(result));
    } catch (Throwable thrown) {
      mine.cancellation.bodyReturned();
      return Optional.of(BodyEnds.threw(thrown));
    }
  }

  /** The manager is being closed, and the body has stopped for that (I1). */
  private void leave(LiveRun mine, Run run, JobEnd end) {
    if (mine.finishes()) {
      claims.placeIsFree();
    }
    if (run.registration().terms().policy().adopted()) {
      live.remove(mine); // as it stands: the next manager finds it as if this one had died
    } else {
      handBack(mine, run, end);
    }
  }

  /** Others run it again. */
  private void handBack(LiveRun mine, Run run, JobEnd end) {
    steps.insist(
        new Step.Requeue(run.registration(), run.epoch()),
        "Job " + run.id() + " could not be handed back",
        transition -> {
          if (transition instanceof Applied) {
            live.remove(mine);
            runnable(); // here, too, unless this manager is being closed
          } else {
            finish(mine, run, end, false); // it was cancelled, or timed out, before
          }
        });
  }

  private void finish(LiveRun mine, Run run, JobEnd end, boolean slotIsMine) {
    boolean slotForNext = slotIsMine && !claims.slots.inExcess();
    long hintsBefore = claims.hints();
    Lane lane = courier.reserve(run.owner());
    Step.Finish step =
        new Step.Finish(
            run.registration(),
            run.epoch(),
            end,
            mine.progress(),
            slotForNext ? claims.one : claims.none,
            courier.claimOf(lane));
    Outcomes.then(
        store.submit(step),
        outcome -> {
          finished(mine, run, outcome);
          courier.begin(lane, outcome.mail());
          if (slotForNext && outcome.claimed().isEmpty()) {
            claims.foundNothing(hintsBefore, 1);
          }
        },
        failure -> {
          finishLater(mine, run, step, failure);
          courier.beginLater(lane);
          if (slotForNext) {
            claims.slotIsFree();
          }
        });
    if (slotIsMine && !slotForNext) {
      claims.placeIsFree();
    }
  }

  /**
   * The end could not be recorded: it is as soon as the store can again (J1), and the run stays
   * among the live ones until then. The body is gone all the same, and its slot is free by now.
   */
  private void finishLater(LiveRun mine, Run run, Step.Finish step, Throwable failure) {
    String what = "The end of job " + run.id() + " could not be recorded";
    if (steps.isWorthAnotherTry(what, failure)) {
      Step.Finish again =
          new Step.Finish(
              step.run(), step.epoch(), step.end(), step.progress(), claims.none, Optional.empty());
      steps.insistLater(
          again,
          outcome -> {
            finished(mine, run, outcome);
            if (outcome.transition() instanceof Refused) {
              Thread unused = time.start(run.id(), () -> lookAt(mine, run));
            }
          });
    }
  }

  /** The end had been recorded after all; how it stands is not in the refusal. */
  private void lookAt(LiveRun mine, Run run) {
    Optional<Run> now = store.find(run.id(), JobFilter.all());
    if (now.isPresent() && now.get().registration().isSameRun(run.registration())) {
      mine.isSettled(now.get());
      tellWaiters(now.get());
    }
  }

  private void finished(LiveRun mine, Run run, Step.Finish.Outcome outcome) {
    Run now = run;
    if (outcome.transition() instanceof Applied applied) {
      now = applied.run();
      mine.isSettled(now);
    }
    live.remove(mine);
    tellWaiters(now);
    startAll(outcome.claimed());
  }

  private void timedOut(LiveRun mine, Run run) {
    Duration timeout = run.registration().terms().timeout().orElseThrow();
    Step.End step =
        new Step.End(run.registration(), run.epoch(), Ends.timedOut(timeout), mine.progress());
    steps.insist(
        step,
        "The timeout of job " + run.id() + " could not be recorded",
        transition -> {
          if (transition instanceof Applied applied) {
            stopped(applied.run());
          }
        });
  }

  /**
   * A run of this manager has been ended from outside: its body is asked to stop, and has its grace
   * to do so.
   */
  void stopped(Run run) {
    LiveRun mine = live.find(run.registration().runId());
    if (mine == null) {
      return;
    }
    JobEnd end = run.end().orElseThrow();
    boolean first = mine.cancellation.fire(new Reason(end.reason(), end.cancelledBy(), end.text()));
    mine.observe(run);
    if (first && run.settledAt().isEmpty()) {
      mine.timer(settings.cancelGrace(), () -> giveUp(mine, run));
    }
    forgetIfSettled(run);
    tellWaiters(run);
  }

  private void giveUp(LiveRun mine, Run run) {
    steps.insist(
        new Step.GiveUp(run.registration(), run.epoch()),
        "Job " + run.id() + " could not be given up",
        transition -> {
          if (mine.slotGivenUp()) {
            claims.placeIsFree();
          }
        });
  }

  private void forgetIfSettled(Run run) {
    if (run.settledAt().isPresent()) {
      live.remove(run.registration().runId());
    }
  }

  // ---- waiting bodies

  /** The body of this run waits for others; they may have its slot. */
  void lendSlot(LiveRun waiting) {
    Optional<Run> lender = waiting.slotLent();
    if (lender.isPresent()) {
      lend(lender.get(), true);
      claims.placeIsFree();
    }
  }

  /** The body of this run goes on. */
  void takeSlotBack(LiveRun waiting) {
    Optional<Run> lender = waiting.slotWantedBack();
    if (lender.isPresent()) {
      claims.slots.takeBack();
      lend(lender.get(), false);
    }
  }

  private void lend(Run lender, boolean lent) {
    Outcomes.then(
        store.submit(new Step.Lend(lender.registration(), lender.epoch(), lent)),
        transition -> {},
        failure ->
            LOG.log(
                Level.WARNING, "The place of job " + lender.id() + " could not be lent", failure));
  }

  // ---- closing

  /** Stops looking after queued runs. */
  void stop() {
    janitor.stop();
  }

  private void sweep() {
    Outcomes.then(
        store.submit(new Step.Sweep()),
        swept -> {
          swept.expired().forEach(this::changed);
          swept.next().ifPresent(janitor::wakeIn);
          sweepsFail.isOver();
          runnable();
        },
        failure -> {
          sweepsFail.happens(failure);
          janitor.wakeIn(AFTER_STORE_FAILURE);
        });
  }
}
