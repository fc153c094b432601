package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.Progress;
import dev.errand.spi.Bounds;
import dev.errand.spi.Mail;
import dev.errand.spi.MailStep;
import dev.errand.spi.Policy;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunState;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a {@link RandomWalk} does to runs. */
final class RandomRunSteps {
  private static final List<Bounds> BOUNDS =
      List.of(new Bounds(12, 5, 3, 8), new Bounds(9, 4, 2, 6), new Bounds(15, 9, 9, 9));
  private static final List<Duration> RETENTIONS =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(700),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(Long.MAX_VALUE));

  private final DrivenStore store;
  private final ReferenceStore reference;
  private final Dice dice;
  private final List<Run> gone = new ArrayList<>();

  RandomRunSteps(DrivenStore store, ReferenceStore reference, Dice dice) {
    this.store = store;
    this.reference = reference;
    this.dice = dice;
  }

  Step<?> next() {
    int number = dice.upTo(97);
    if (number < 36) {
      return register();
    } else if (number < 50) {
      return claim(1 + dice.upTo(3));
    } else if (number < 70) {
      Run run = someRun();
      Step.Claim next = claim(dice.upTo(2));
      Optional<MailStep.ClaimMail> mail =
          dice.oneIn(2) ? Optional.of(claimMail(run.owner())) : Optional.empty();
      return new Step.Finish(run.registration(), epoch(run), end(), progress(), next, mail);
    } else if (number < 75) {
      Run run = someRun();
      return new Step.End(run.registration(), epoch(run), end(), progress());
    } else if (number < 78) {
      Run run = someRun();
      return new Step.Lend(run.registration(), epoch(run), dice.upTo(3) > 0);
    } else if (number < 82) {
      Run run = someRun();
      return new Step.Requeue(run.registration(), epoch(run));
    } else if (number < 87) {
      Run run = someRun();
      return new Step.GiveUp(run.registration(), epoch(run));
    } else if (number < 94) {
      return new Step.Cancel(someId(), dice.pick(List.of(CancelledBy.values())), someFilter());
    } else if (number < 95) {
      return cancelAll();
    }
    return new Step.Evict(someFilter());
  }

  /** A run that the store had until now, and whose body may go on. */
  void forgotten(Run run) {
    gone.add(run);
    if (gone.size() > 5) {
      gone.remove(0);
    }
  }

  /** One of the runs that are forgotten; their ids may have been given to others. */
  Optional<Run> someForgotten() {
    return gone.isEmpty() ? Optional.empty() : Optional.of(dice.pick(gone));
  }

  /** As a rule a run whose body may still be there; now and then one that has been forgotten. */
  Run someRun() {
    if (!gone.isEmpty() && dice.oneIn(10)) {
      return dice.pick(gone);
    }
    List<Run> runs = reference.all(JobFilter.all());
    List<Run> live =
        runs.stream().filter(run -> run.epoch() > 0 && run.settledAt().isEmpty()).toList();
    return live.isEmpty() || dice.oneIn(6) ? pickOrAny(runs) : dice.pick(live);
  }

  String someId() {
    return dice.oneIn(6) ? dice.pick(Dice.IDS) : someRun().id();
  }

  private Run pickOrAny(List<Run> runs) {
    if (!runs.isEmpty()) {
      return dice.pick(runs);
    }
    Registration never =
        Ask.closure()
            .request(new RunId("never", 1))
            .registration("never", Optional.empty(), 1, W1, store.time.now());
    return new Run(never, RunState.REGISTERED, Mail.NONE);
  }

  private JobFilter someFilter() {
    return dice.pick(Dice.FILTERS);
  }

  private Step.Register register() {
    Ask ask = Ask.closure().owner(dice.pick(Dice.OWNERS)).priority(dice.upTo(3) - 1);
    ask.policy(
        new Policy(
            dice.oneIn(2),
            dice.pick(RETENTIONS),
            dice.oneIn(3) ? 1 + dice.upTo(3) : Integer.MAX_VALUE,
            dice.oneIn(3) ? dice.millisUpTo(3_000) : Duration.ofHours(24),
            dice.upTo(3),
            dice.oneIn(4)));
    dice.oneIn(3, () -> ask.id(dice.pick(Dice.IDS)));
    dice.oneIn(2, () -> ask.handler(dice.pick(List.of("one", "two", "both"))));
    dice.oneIn(4, ask::orReject);
    dice.oneIn(7, () -> ask.startAfter(Duration.ofMillis(dice.upTo(3) * 200L)));
    dice.oneIn(6, () -> ask.queueTimeout(dice.millisUpTo(900).plusMillis(1)));
    dice.oneIn(8, () -> ask.key(dice.pick(List.of("k", "l"))));
    Worker worker = dice.pick(Dice.WORKERS);
    Step.Register step = store.register(ask, worker, dice.upTo(3), bounds(worker));
    return new Step.Register(step.request(), dice.oneIn(4), worker, step.slots(), step.bounds());
  }

  private Step.Claim claim(int slots) {
    Worker worker = dice.pick(Dice.WORKERS);
    return new Step.Claim(worker, slots, bounds(worker));
  }

  /** As a rule by who has the sink of this lane. */
  MailStep.ClaimMail claimMail(Optional<String> lane) {
    Worker worker =
        reference
            .routes
            .of(lane)
            .filter(any -> !dice.oneIn(8))
            .orElseGet(() -> dice.pick(Dice.WORKERS));
    int most = dice.oneIn(2) ? DrivenMail.MOST : 1 + dice.upTo(3);
    return new MailStep.ClaimMail(worker, lane, most, 10 + dice.upTo(60), dice.oneIn(6));
  }

  private Step.CancelAll cancelAll() {
    Optional<String> worker =
        dice.oneIn(2) ? Optional.of(dice.pick(Dice.WORKERS).id()) : Optional.empty();
    return new Step.CancelAll(CancelledBy.SHUTDOWN, someFilter(), worker);
  }

  /** Each worker has bounds of its own, as while a fleet is being upgraded. */
  private static Bounds bounds(Worker worker) {
    return BOUNDS.get(Dice.WORKERS.indexOf(worker));
  }

  private JobEnd end() {
    EndReason reason = dice.pick(List.of(EndReason.RETURNED, EndReason.THREW, EndReason.TIMED_OUT));
    Optional<String> data = dice.oneIn(4) ? Optional.of("{\"ä\":1}") : Optional.empty();
    return new JobEnd(
        reason,
        Optional.empty(),
        dice.oneIn(3) ? "" : "t".repeat(dice.upTo(30)),
        false,
        data,
        Optional.empty());
  }

  private Optional<Progress> progress() {
    return dice.oneIn(2)
        ? Optional.of(new Progress("p", Optional.empty(), dice.upTo(9), store.time.now()))
        : Optional.empty();
  }

  /** The epoch of the run, or now and then a wrong one. */
  private int epoch(Run run) {
    return dice.upTo(8) > 0 ? run.epoch() : run.epoch() + dice.upTo(3) - 1;
  }
}
