package dev.errand.spi;

import dev.errand.JobFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps about deliveries (contract F to H). A delivery is part of its run and made by the step
 * that ends the run; these hand it out, hold it back, conclude it.
 *
 * @param <O> see {@link Step}
 */
public sealed interface MailStep<O> extends Step<O> {

  /**
   * A worker has a sink from now on; the latest to say so has the mail (F3, K4). Answers a token
   * that closes this registration and no later one.
   *
   * @param worker who has it
   * @param audience whose mail goes there: one {@link JobFilter.Owner}; {@link JobFilter.Unowned};
   *     or {@link JobFilter.All}, which is everybody who has no sink of their own
   */
  record OpenRoute(Worker worker, JobFilter audience) implements MailStep<Long> {}

  /** A sink is gone; true if nobody has replaced it meanwhile. */
  record CloseRoute(JobFilter audience, long token) implements MailStep<Boolean> {}

  /**
   * Claims due mail of one lane for the worker that has the lane's sink: in the order in which it
   * became due, as much as fits, and one that is too big alone (F4, F9). Empty if another worker
   * has the sink.
   *
   * @param worker who claims
   * @param owner whose lane; empty for the lane of all unowned runs
   * @param most how many at most
   * @param mostBytes how much text and data together, in bytes of UTF-8
   * @param afresh whether what is in flight there with this worker is due again first: it has
   *     nothing of the lane, and the answer to an earlier claim may have been lost
   */
  record ClaimMail(Worker worker, Optional<String> owner, int most, int mostBytes, boolean afresh)
      implements MailStep<List<Run>> {

    /** A claim beside others of the same lane. */
    public ClaimMail(Worker worker, Optional<String> owner, int most, int mostBytes) {
      this(worker, owner, most, mostBytes, false);
    }
  }

  /** Mail that somebody has, and what they show for it. */
  record Lease(Registration run, long lease) {}

  /**
   * What became of one attempt.
   *
   * @param lease which attempt
   * @param error why it failed; empty if the owner took it
   * @param retryIn how long until the next attempt, if it failed
   * @param alone whether it must not be part of a batch again (F9)
   */
  record Verdict(Lease lease, Optional<String> error, Duration retryIn, boolean alone) {

    /** The owner took it. */
    public static Verdict taken(Lease lease) {
      return new Verdict(lease, Optional.empty(), Duration.ZERO, false);
    }
  }

  /**
   * Records what became of attempts, and claims what is due next.
   *
   * @param verdicts each applies or is refused by itself
   * @param next the next claim of the lane, if it goes on
   */
  record Conclude(List<Verdict> verdicts, Optional<ClaimMail> next)
      implements MailStep<Concluded> {}

  /**
   * What became of the verdicts.
   *
   * @param verdicts one transition for each, in their order
   * @param claimed what was claimed next
   */
  record Concluded(List<Transition> verdicts, List<Run> claimed) {}

  /**
   * Leases an owner's due and parked mail to a reader (F16).
   *
   * @param owner whose mail
   * @param most how many at most
   * @param lease when it is due again unless it was concluded or given back
   * @param ids of whose newest runs it is wanted, normalized; it comes in their order. Empty: of
   *     any, in the order in which it became due
   */
  record TakeMail(String owner, int most, Duration lease, Set<String> ids)
      implements MailStep<List<Run>> {

    /** Of any runs. */
    public TakeMail(String owner, int most, Duration lease) {
      this(owner, most, lease, Set.of());
    }
  }

  /** Gives mail back untried; it is due at once. Answers how much of it was still leased. */
  record GiveBack(List<Lease> leases) implements MailStep<Integer> {}

  /**
   * Holds the newest runs of these ids that the filter sees (F11). Answers the runs, in the order
   * of the ids; unknown ids are left out.
   *
   * @param worker whose hold it is; it dies with the worker
   * @param holder who holds; releases name the same
   * @param ids normalized
   * @param filter whose runs the caller sees
   * @param takeOver whether to take over the hold that came with the registration, if it is there
   *     still
   */
  record Hold(Worker worker, String holder, Set<String> ids, JobFilter filter, boolean takeOver)
      implements MailStep<List<Run>> {

    /** The holder of the hold that comes with a registration. */
    public static final String REGISTRATION = "registration";
  }

  /**
   * Takes one hold of this holder from each of these runs; those of which none is left are due.
   * Answers the runs that it held.
   *
   * @param worker whose hold it was
   * @param holder who held
   * @param ids normalized
   * @param filter whose runs the caller sees
   * @param orRegistration whether the hold that came with the registration goes where this holder
   *     has none
   */
  record Release(
      Worker worker, String holder, Set<String> ids, JobFilter filter, boolean orRegistration)
      implements MailStep<List<Run>> {}

  /** The owner has the results of these ids; runs that go on are muted (F12). */
  record Acknowledge(Set<String> ids, JobFilter filter) implements MailStep<Acknowledged> {}

  /**
   * What was acknowledged.
   *
   * @param dropped how many deliveries waited, or were held or parked, and are dropped
   * @param runs the runs that changed
   */
  record Acknowledged(int dropped, List<Run> runs) {}

  /** The owner got the results of exactly these ended runs in the foreground (G1). */
  record Consume(List<Registration> runs) implements MailStep<List<Run>> {}

  /** Lifts the mute of these ids (F12). Answers the runs that were muted. */
  record Resume(Set<String> ids, JobFilter filter) implements MailStep<List<Run>> {}

  /** Puts a dead letter back (F6). */
  record Redeliver(RunId run, JobFilter filter) implements MailStep<Transition> {}

  /**
   * A worker is gone: its routes and holds go, and what it had in flight is due again. Mail under
   * way for which it had the sink waits for another one.
   */
  record Retire(Worker worker) implements MailStep<Integer> {}

  /**
   * How much mail there is (F10).
   *
   * @param queued what waits or is in flight, without held and parked mail
   * @param held what a hold keeps back
   * @param parked what waits for a sink
   * @param dead how many dead letters
   * @param nextRetryAt when the next failed one is tried again
   */
  record Counts(int queued, int held, int parked, int dead, Optional<Instant> nextRetryAt) {}
}
