package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.Subscription;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** One random walk through the states of a store, with a {@link ReferenceStore} at its side. */
final class RandomWalk {
  private static final int REMEMBERED = 12;

  private final DrivenStore store;
  private final Dice dice;
  private final ReferenceStore reference;
  private final RandomRunSteps runSteps;
  private final RandomMailSteps mailSteps;
  private final WalkHints hints;
  private final Subscription subscription;
  private final Deque<String> lastSteps = new ArrayDeque<>();

  RandomWalk(DrivenStore store, Random random) {
    this.store = store;
    this.dice = new Dice(random);
    this.reference = new ReferenceStore(store.time);
    this.runSteps = new RandomRunSteps(store, reference, dice);
    this.mailSteps = new RandomMailSteps(reference, runSteps, dice);
    this.hints = new WalkHints(store.time);
    this.subscription = store.store.listen(WalkHints.WATCHER, hints);
  }

  void stepOn(long seed, long number) {
    Step<?> step = step();
    remember(number + " at " + store.time.now() + ": " + step);
    try {
      takeAndCompare(step, number);
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          "seed "
              + seed
              + ", step "
              + number
              + ": "
              + failure.getMessage()
              + "\nThe last steps:\n"
              + String.join("\n", lastSteps),
          failure);
    }
  }

  /** Ends the walk; its store may be closed. */
  void end() {
    subscription.close();
  }

  private void takeAndCompare(Step<?> step, long number) {
    hints.before(step, reference);
    List<Run> before = reference.all(JobFilter.all());
    Object outcome = step instanceof Step.Sweep ? store.sweep() : store.submit(step);
    remember("    " + outcome);
    reference.follow(step, outcome, store.store);
    hints.after(step, outcome, before, reference);
    // All of them each time would take a slow store too long.
    List<JobFilter> filters =
        number % 10 == 0 ? Dice.FILTERS : List.of(JobFilter.all(), dice.pick(Dice.FILTERS));
    filters.forEach(this::compareReads);
    if (step instanceof Step.Evict) {
      ((List<?>) outcome).forEach(run -> runSteps.forgotten((Run) run));
    } else if (step instanceof MailStep.ClaimMail || step instanceof MailStep.TakeMail) {
      mailSteps.remember(((List<?>) outcome).stream().map(Run.class::cast).toList());
    } else if (outcome instanceof MailStep.Concluded concluded) {
      mailSteps.remember(concluded.claimed());
    } else if (outcome instanceof Step.Finish.Outcome finished) {
      mailSteps.remember(finished.mail());
    }
  }

  private Step<?> step() {
    if (dice.oneIn(300)) {
      store.pass(Duration.ofHours(dice.upTo(9 * 24)));
    } else if (dice.oneIn(8)) {
      store.pass(dice.millisUpTo(400));
    }
    int number = dice.upTo(100);
    if (number < 8) {
      return new Step.Sweep();
    }
    return number < 48 ? mailSteps.next() : runSteps.next();
  }

  private void remember(String line) {
    lastSteps.addLast(line);
    if (lastSteps.size() > 2 * REMEMBERED) {
      lastSteps.removeFirst();
    }
  }

  private void compareReads(JobFilter filter) {
    JobStore other = store.store;
    compare("all", filter, other.all(filter), reference.all(filter));
    compare("running", filter, other.running(filter), reference.running(filter));
    compare("recent", filter, other.recent(999, filter), reference.recent(999, filter));
    compare("2 recent", filter, other.recent(2, filter), reference.recent(2, filter));
    compare("unsettled", filter, other.unsettled(filter), reference.unsettled(filter));
    compare("unfinished", filter, other.unfinished(filter), reference.mail.unfinished(filter));
    compare("counts", filter, other.mail(filter), reference.mail.counts(filter));
    compare("undelivered", filter, other.undelivered(filter), reference.mail.undelivered(filter));
    compare("queued mail", filter, other.queuedMail(filter), reference.mail.queued(filter));
    compare("dead", filter, other.deadLetters(filter), reference.mail.deadLetters(filter));
    for (String id : List.of("x", "x-2", "bg_1", runSteps.someId())) {
      compare(id, filter, other.find(id, filter), reference.find(id, filter));
    }
  }

  private static void compare(String what, JobFilter filter, Object actual, Object expected) {
    assertThat(actual).as("%s under %s", what, filter).isEqualTo(expected);
  }
}
