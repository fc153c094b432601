package dev.errand.spi;

import dev.errand.CancelledBy;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One atomic change of a store, as a value. It either applies as a whole or is refused and says
 * why; a refused step has changed nothing, but that one which also claims does claim (the slot is
 * there all the same). Steps carry no time: the store stamps them with its own clock when they are
 * applied.
 *
 * @param <O> what comes back once the change is as durable as the store makes it
 */
public sealed interface Step<O>
    permits Step.Register,
        Step.Claim,
        Step.End,
        Step.Finish,
        Step.Requeue,
        Step.Lend,
        Step.Report,
        Step.GiveUp,
        Step.Cancel,
        Step.CancelAll,
        Step.Evict,
        Step.Sweep,
        Step.Recover,
        MailStep {

  /**
   * The worker whose step this is and who needs no hint about it; null for steps that anybody may
   * take.
   */
  default @Nullable Worker submitter() {
    return null;
  }

  /**
   * Registers a run and, if the caller has slots to give, claims what is next in turn (this very
   * run, as a rule).
   *
   * @param request the run
   * @param hold whether its delivery is held from the beginning
   * @param worker who registers it
   * @param slots how many runs the worker would start at once
   * @param bounds how much the store may hold and run
   */
  record Register(RunRequest request, boolean hold, Worker worker, int slots, Bounds bounds)
      implements Step<Register.Outcome> {

    @Override
    public Worker submitter() {
      return worker;
    }

    /** What became of a registration. */
    public sealed interface Outcome {}

    /**
     * The run is registered.
     *
     * @param run as it stands after the step, running if it was claimed
     * @param claimed the runs that the worker is to start now
     */
    public record Registered(Run run, List<Run> claimed) implements Outcome {}

    /**
     * The idempotency key is known.
     *
     * @param run the run that was registered with it
     */
    public record Known(Run run) implements Outcome {}

    /**
     * There is no room.
     *
     * @param limit which limit is reached
     */
    public record Full(Limit limit) implements Outcome {}
  }

  /** The limits that can refuse a registration. */
  enum Limit {
    /** No slot is free on this worker, or runnable queued runs come first. */
    SLOTS,
    /** The owner has as many runs running as it may. */
    RUNNING_PER_OWNER,
    /** The store has as many runs running as it may. */
    RUNNING,
    /** The queue of the store is full. */
    QUEUED,
    /** The owner has as many runs queued as it may. */
    QUEUED_PER_OWNER
  }

  /**
   * Claims queued runs: round-robin over owners, by priority inside an owner, then first come
   * (contract A4).
   *
   * @param worker who claims
   * @param slots how many runs at most
   * @param bounds how much may run
   */
  record Claim(Worker worker, int slots, Bounds bounds) implements Step<Claimed> {}

  /**
   * What was claimed.
   *
   * @param runs the runs that the worker is to start now, running
   * @param nextStart if nothing runnable is left: how long until the next run that waits for its
   *     start time
   */
  record Claimed(List<Run> runs, Optional<Duration> nextStart) {}

  /**
   * Ends an attempt whose body may still be there.
   *
   * @param run the run
   * @param epoch the attempt
   * @param end how it ended
   * @param progress the last progress of the attempt
   */
  record End(Registration run, int epoch, JobEnd end, Optional<Progress> progress)
      implements Step<Transition> {}

  /**
   * Records that the body of an attempt is gone: ends the run if nothing has ended it before,
   * settles it either way, claims what is next in turn for the slot that became free, and claims
   * mail: of a worker whose lane has nothing else to do, the delivery goes out without another
   * step.
   *
   * @param run the run
   * @param epoch the attempt
   * @param end how the body ended
   * @param progress the last progress of the attempt
   * @param next the claim for the free slot; with no slots nothing is claimed
   * @param mail the claim of the lane, if it is idle and would come with one next
   */
  record Finish(
      Registration run,
      int epoch,
      JobEnd end,
      Optional<Progress> progress,
      Claim next,
      Optional<MailStep.ClaimMail> mail)
      implements Step<Finish.Outcome> {

    @Override
    public Worker submitter() {
      return next.worker();
    }

    /**
     * What became of it.
     *
     * @param transition the run as it stands now, or why the body's end no longer matters
     * @param endedHere whether this step was the run's end, and not only its settling
     * @param claimed the runs that the worker is to start now
     * @param mail the runs whose deliveries the worker is to make now
     */
    public record Outcome(
        Transition transition, boolean endedHere, List<Run> claimed, List<Run> mail) {}
  }

  /**
   * Gives a running attempt back to the queue.
   *
   * @param run the run
   * @param epoch the attempt
   */
  record Requeue(Registration run, int epoch) implements Step<Transition> {}

  /**
   * Lends the place of a running attempt to others while its body waits for them, or takes it back
   * (contract A9).
   *
   * @param run the run
   * @param epoch the attempt
   * @param lent whether it is lent from now on
   */
  record Lend(Registration run, int epoch, boolean lent) implements Step<Transition> {}

  /**
   * Tells the others that use a shared store what the body of a running attempt says (contract K3).
   * A store that is not shared need not show it to readers before the run has ended: there, the
   * progress lives with the body.
   *
   * @param run the run
   * @param epoch the attempt
   * @param progress its latest progress
   */
  record Report(Registration run, int epoch, Progress progress) implements Step<Transition> {}

  /**
   * Frees the place of an ended run whose body has outlived its grace.
   *
   * @param run the run
   * @param epoch the attempt
   */
  record GiveUp(Registration run, int epoch) implements Step<Transition> {}

  /**
   * Cancels one queued or running job.
   *
   * @param id the job
   * @param by who cancels
   * @param filter whose jobs the caller sees
   */
  record Cancel(String id, CancelledBy by, JobFilter filter) implements Step<Transition> {}

  /**
   * Cancels all queued and running jobs that the filter sees.
   *
   * @param by who cancels
   * @param filter whose jobs the caller sees
   * @param worker if present, only what is running on this worker, and what is queued and was
   *     registered by it
   */
  record CancelAll(CancelledBy by, JobFilter filter, Optional<String> worker)
      implements Step<List<Run>> {}

  /**
   * Forgets ended runs at once (contract H2).
   *
   * @param filter whose runs
   */
  record Evict(JobFilter filter) implements Step<List<Run>> {}

  /**
   * Does what time has made due: ends what has been queued for too long, lets start what has waited
   * long enough, makes retries and unconfirmed mail due, buries mail that nobody takes, forgets
   * what was kept long enough. One step does a bounded amount of it.
   */
  record Sweep() implements Step<Swept> {}

  /**
   * What was done.
   *
   * @param expired the runs that had been queued for too long, ended
   * @param next how long until something is due again: zero if there is more right now, nothing if
   *     nothing is to come
   */
  record Swept(List<Run> expired, Optional<Duration> next) {}

  /**
   * Puts right what dead workers have left behind (contract J2, J3): what they had is adopted, run
   * again or lost, their holds go, and what they had in flight is due again. Who is dead, the store
   * knows; each manager asks once, at its start.
   *
   * @param worker who asks, and adopts the runs whose handlers it has
   */
  record Recover(Worker worker) implements Step<Recovered> {}

  /**
   * What was put right.
   *
   * @param rerun the runs that are queued again
   * @param lost the runs that have ended, lost
   * @param settled the runs that had ended before, and whose bodies are gone now
   * @param adopted the runs with which the worker is to go on now: running, or ended and not
   *     settled
   */
  record Recovered(List<Run> rerun, List<Run> lost, List<Run> settled, List<Run> adopted) {

    /** Nothing had to be put right. */
    public static final Recovered NOTHING =
        new Recovered(List.of(), List.of(), List.of(), List.of());
  }
}
