package dev.errand.internal;

import dev.errand.CancellationSignal.Reason;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.ProgressListener;
import dev.errand.spi.Ends;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Timer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manager holds in memory of a run that it registered or executes, from registration until
 * the run has settled or its attempt is handed back: the body, the slot, the signal to stop, the
 * latest progress, and what listeners have been told. Nothing of this would be missed after a
 * crash.
 */
final class LiveRun {
  /**
   * How long a busy listener may keep the end of a run waiting for the last progress report
   * (contract B2).
   */
  private static final Duration LAST_PROGRESS = Duration.ofSeconds(1);

  private static final Reason TAKEN_OVER =
      new Reason(EndReason.LOST, Optional.empty(), "Another worker goes on with this job");
  private static final Reason HANDED_OVER =
      new Reason(TAKEN_OVER.end(), TAKEN_OVER.by(), TAKEN_OVER.description(), true);

  /** Why it was to stop is recorded already. */
  private static final JobEnd NOTHING_SAID = BodyEnds.returned(JobResult.empty());

  private enum Slot {
    NONE,
    HELD,
    LENT
  }

  final RunId runId;
  final JobBody body;
  final Cancellation cancellation;
  private final TimeAndThreads time;
  private final Listeners listeners;
  private final @Nullable ListenerLane progressLane;

  private volatile @Nullable Progress progress;
  private volatile @Nullable SharedProgress sharedProgress;
  private volatile boolean leaving;
  private volatile boolean adopted;
  private Slot slot = Slot.NONE;
  private @Nullable Run latest;
  private volatile @Nullable Run attempt;
  private @Nullable Timer timer;

  /** The run with the latest progress of a body elsewhere that listeners have heard of. */
  private @Nullable Run heard;

  private boolean toldRegistered;
  private int toldStarted;
  private boolean toldEnded;
  private boolean toldSettled;

  LiveRun(
      RunId runId,
      JobBody body,
      Optional<ProgressListener> progressListener,
      TimeAndThreads time,
      Listeners listeners) {
    this(
        runId,
        body,
        progressListener.map(listener -> new ListenerLane(time, hearing(listener))).orElse(null),
        time,
        listeners);
  }

  private LiveRun(
      RunId runId,
      JobBody body,
      @Nullable ListenerLane progressLane,
      TimeAndThreads time,
      Listeners listeners) {
    this.runId = runId;
    this.body = body;
    this.cancellation = new Cancellation(time);
    this.time = time;
    this.listeners = listeners;
    this.progressLane = progressLane;
  }

  /**
   * The same run for another attempt: with a signal of its own, and without the progress of the
   * last one. Listeners have heard of the registration.
   */
  synchronized LiveRun forNextAttempt() {
    LiveRun next = new LiveRun(runId, body, progressLane, time, listeners);
    next.toldRegistered = toldRegistered;
    next.toldStarted = toldStarted;
    return next;
  }

  /** Whether it executes, or has executed, an attempt before this one. */
  boolean hasBegunBefore(Run other) {
    Run mine = attempt;
    return mine != null && mine.epoch() < other.epoch();
  }

  /** Asks the body to stop, so that others can go on with its run. */
  void leave(Reason reason) {
    leaving = true; // before the body can see the signal
    boolean unused = cancellation.fire(reason);
  }

  /**
   * Another worker has the run, or will have: the body is to stop, and to leave a process to the
   * other one. What has not begun here, or has begun since, is not meant.
   */
  void isSuperseded(Run now) {
    if (!isOver(now)) {
      return;
    }
    if (outlivesWorker()) {
      leave(HANDED_OVER);
    } else {
      boolean unused = cancellation.fire(TAKEN_OVER);
    }
  }

  private synchronized boolean isOver(Run now) {
    boolean isQueuedAgain = now.status() == JobStatus.QUEUED;
    return attempt != null && attempt.epoch() < now.epoch() + (isQueuedAgain ? 1 : 0);
  }

  /**
   * Another worker may take over what is executed here, but for a process, which it could only
   * adopt. If nobody does and it may be run again, it is handed back.
   */
  void isInDoubt() {
    if (mayRunAgain()) {
      leave(TAKEN_OVER);
    } else if (isExecuted() && !outlivesWorker()) {
      boolean unused = cancellation.fire(TAKEN_OVER);
    }
  }

  private synchronized boolean isExecuted() {
    return attempt != null;
  }

  private synchronized boolean mayRunAgain() {
    return attempt != null && attempt.registration().terms().policy().maxReruns() > 0;
  }

  /** What is recorded of an attempt whose body was to stop before it had begun. */
  JobEnd endWithoutBody() {
    return cancellation.reason().filter(TAKEN_OVER::equals).isPresent()
        ? Ends.notStarted()
        : NOTHING_SAID;
  }

  private boolean outlivesWorker() {
    Run mine = attempt;
    return mine != null && mine.registration().terms().policy().adopted();
  }

  /** Whether the run is for others if the body throws. */
  boolean isLeaving() {
    return leaving;
  }

  /** Whether the body is to be called although the run has ended before: it has to tidy up. */
  boolean isAdopted() {
    return adopted;
  }

  /** The latest report of the body. */
  Optional<Progress> progress() {
    return Optional.ofNullable(progress);
  }

  /**
   * Tells the listeners what is new about the run: each thing once and in order, although the
   * threads that register, claim, cancel and finish it may come here in any order.
   */
  synchronized void observe(Run run) {
    tell(run);
  }

  /**
   * The run with the progress of its body, which lives here until the body is gone. Of a later
   * attempt, elsewhere, the store knows more.
   */
  Run withProgress(Run run) {
    Progress reported = progress;
    return reported == null || run.settledAt().isPresent() || hasBegunBefore(run)
        ? run
        : run.with(reported);
  }

  /** The run as it was seen last; empty before its registration is known here. */
  synchronized Optional<Run> latest() {
    return Optional.ofNullable(latest);
  }

  /** Whether its job is one that the filter sees. */
  synchronized boolean isSeenBy(JobFilter filter) {
    return latest != null && filter.matches(latest.owner());
  }

  private void tell(Run stored) {
    if (latest == null || !stored.isBefore(latest)) {
      latest = stored;
    }
    Run run = withProgress(stored);
    if (!toldRegistered) {
      toldRegistered = true;
      listeners.registered(run);
    }
    if (run.status() == JobStatus.RUNNING && run.epoch() > toldStarted) {
      toldStarted = run.epoch();
      listeners.started(run);
    }
    hear(stored);
    if (run.status().isFinal() && !toldEnded) {
      toldEnded = true;
      listeners.ended(run);
    }
    if (run.settledAt().isPresent() && !toldSettled) {
      toldSettled = true;
      listeners.settled(run);
    }
  }

  /**
   * Tells of what a body elsewhere has said (contract B2, K3); hints may come twice, and overtake
   * each other. What the body here says, it tells itself.
   */
  private void hear(Run run) {
    Optional<Progress> said = run.progress();
    boolean isElsewhere = attempt == null || hasBegunBefore(run);
    if (said.isEmpty() || toldEnded || !isElsewhere || !isNews(said.get(), run)) {
      return;
    }
    heard = run;
    if (progressLane != null) {
      progressLane.progress(run, said.get());
    }
    listeners.progress(run, said.get());
  }

  private boolean isNews(Progress said, Run run) {
    Run before = heard;
    return before == null
        || before.epoch() < run.epoch()
        || (before.epoch() == run.epoch()
            && before.progress().orElseThrow().number() < said.number());
  }

  /** Others want to know what the body says. */
  void sharesProgress(SharedProgress shared) {
    sharedProgress = shared;
  }

  /** Takes a progress report of the body; ignored once the run has ended. */
  void report(Run run, String text, Optional<String> details) {
    Progress report;
    synchronized (this) {
      // Inside the lock, so that nobody hears of progress after having heard of the end.
      if (toldEnded || cancellation.isOver()) {
        return;
      }
      Progress before = progress;
      long number = before == null ? 1 : before.number() + 1;
      report = new Progress(Texts.bound(text).text(), details, number, time.now());
      progress = report;
      // Inside the lock, so that reports of several threads reach the listeners in their order.
      if (progressLane != null) {
        progressLane.progress(run, report);
      }
      listeners.progress(run, report);
    }
    SharedProgress shared = sharedProgress;
    if (shared != null) {
      shared.report(report);
    }
  }

  /**
   * Offers the last report before the end is recorded; a listener that is still busy after a second
   * forfeits it.
   */
  void offerLastProgress() {
    if (progressLane != null && !progressLane.awaitIdle(LAST_PROGRESS)) {
      progressLane.forfeit();
    }
  }

  /** An attempt was claimed with a slot of this manager, and is about to begin. */
  synchronized void begins(Run run) {
    slot = Slot.HELD;
    attempt = run;
    tell(run);
  }

  /** An attempt goes on here; it has a slot if it counts as running. */
  synchronized void goesOn(Run run) {
    adopted = true;
    slot = run.unsettled() ? Slot.NONE : Slot.HELD;
    attempt = run;
    tell(run);
  }

  /** The body is gone; whether it still had its slot, which the caller now has. */
  synchronized boolean finishes() {
    stopTimer();
    if (sharedProgress != null) {
      sharedProgress.stop();
    }
    return slotGivenUp();
  }

  /** The end of the body is recorded; nothing more will happen to this run here. */
  synchronized void isSettled(Run run) {
    tell(run);
    stopTimer(); // a cancel may have set another one since the body returned
  }

  /** Gives the slot up for good; false if there is none to give back. */
  synchronized boolean slotGivenUp() {
    boolean held = slot == Slot.HELD;
    slot = Slot.NONE;
    return held;
  }

  /** Lends the slot to others while the body waits for them; empty if there is none to lend. */
  synchronized Optional<Run> slotLent() {
    if (slot != Slot.HELD) {
      return Optional.empty();
    }
    slot = Slot.LENT;
    return Optional.ofNullable(attempt);
  }

  /** Wants the lent slot back; empty if the grace of the run was over meanwhile. */
  synchronized Optional<Run> slotWantedBack() {
    if (slot != Slot.LENT) {
      return Optional.empty();
    }
    slot = Slot.HELD;
    return Optional.ofNullable(attempt);
  }

  /**
   * The one timer of a run: first its timeout, then its grace. Setting it takes the former back.
   */
  synchronized void timer(Duration delay, Runnable task) {
    stopTimer();
    if (!toldSettled) {
      timer = time.schedule(delay, task);
    }
  }

  synchronized void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private static JobListener hearing(ProgressListener listener) {
    return new JobListener() {
      @Override
      public void onProgress(Job job, Progress progress) {
        try {
          listener.onProgress(progress);
        } catch (Exception failure) {
          throw new IllegalStateException("Progress listener of " + job.id() + " failed", failure);
        }
      }
    };
  }
}
