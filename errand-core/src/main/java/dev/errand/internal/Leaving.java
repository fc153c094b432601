package dev.errand.internal;

import dev.errand.CancellationSignal.Reason;
import dev.errand.CancelledBy;
import dev.errand.CloseMode;
import dev.errand.EndReason;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.JobStore;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Transition.Applied;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;

/** What becomes of the runs of a manager that is being closed (contract I1). Never waits. */
final class Leaving {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final Reason HAND_BACK =
      new Reason(
          EndReason.CANCELLED,
          Optional.of(CancelledBy.SHUTDOWN),
          "Handed back at shutdown, to be run again");

  private static final Reason HAND_OVER =
      new Reason(
          EndReason.CANCELLED,
          Optional.of(CancelledBy.SHUTDOWN),
          "Left to whoever comes next",
          true);

  private final Lifecycle lifecycle;
  private final LiveRuns live;
  private final JobStore store;
  private final Consumer<Run> stopped;

  /**
   * For runs of one manager.
   *
   * @param stopped takes runs that were cancelled
   */
  Leaving(Lifecycle lifecycle, LiveRuns live, JobStore store, Consumer<Run> stopped) {
    this.lifecycle = lifecycle;
    this.live = live;
    this.store = store;
    this.stopped = stopped;
  }

  /**
   * A run has come to this manager. If that was closed before, it may have looked for its runs just
   * before this one was there to be seen.
   */
  void leaveIfClosed(Run run) {
    Optional<CloseMode> mode = lifecycle.closedIn();
    if (mode.isPresent()) {
      leave(run, mode.get());
    }
  }

  /** The manager leaves this run, which has not ended. */
  void leave(Run run, CloseMode mode) {
    boolean othersCanRunIt = mode == CloseMode.HAND_BACK && run.registration().call().isPresent();
    if (othersCanRunIt && run.status() == JobStatus.QUEUED) {
      live.remove(run.registration().runId());
    } else if (othersCanRunIt && run.registration().terms().policy().maxReruns() > 0) {
      ask(run.registration(), HAND_BACK);
    } else if (othersCanRunIt && run.registration().terms().policy().adopted()) {
      ask(run.registration(), HAND_OVER);
    } else {
      cancel(run);
    }
  }

  /** Asks the body to stop; once it has, its run is for others, unless it was done after all. */
  private void ask(Registration run, Reason reason) {
    LiveRun mine = live.find(run.runId());
    if (mine != null) { // else its body is not there yet; whoever starts it looks whether to leave
      mine.leave(reason);
    }
  }

  private void cancel(Run run) {
    Outcomes.then(
        store.submit(new Step.Cancel(run.id(), CancelledBy.SHUTDOWN, JobFilter.all())),
        transition -> {
          if (transition instanceof Applied applied) {
            stopped.accept(applied.run());
          }
        },
        failure ->
            LOG.log(Level.WARNING, "Job " + run.id() + " was not cancelled at close", failure));
  }
}
