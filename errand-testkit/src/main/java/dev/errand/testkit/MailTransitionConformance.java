package dev.errand.testkit;

import static dev.errand.testkit.DrivenMail.lease;
import static dev.errand.testkit.DrivenStore.W1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each mail step in each state of a delivery does what {@link MailTransitions} say, to this run and
 * to no other; a refused one changes nothing (contract F). There is a sink all the time.
 */
abstract class MailTransitionConformance extends StoreSuite {
  /** Takes the step; {@link Refused} for whatever reason where the store does not say why. */
  private interface Attempt {
    Transition submit(DrivenStore store, Run run);
  }

  /** What the rules say to it, in view of what came out where the store has a choice. */
  private interface Rule {
    Transition apply(Run run, DrivenStore store, Transition actual);
  }

  private record Event(String name, Attempt attempt, Rule rule) {}

  MailTransitionConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  @DisplayName("F")
  Stream<DynamicContainer> eachStepInEachState() {
    return Stream.of(MailState.values())
        .map(state -> dynamicContainer("F " + state, events().map(event -> test(state, event))));
  }

  private static Stream<Event> events() {
    return Stream.of(
        new Event(
            "hold",
            (store, run) -> one(store.mail.hold(W1, MailState.HOLDER, run.id())),
            (run, store, actual) -> MailTransitions.hold(run)),
        new Event(
            "release",
            (store, run) -> one(store.mail.release(W1, MailState.HOLDER, run.id())),
            (run, store, actual) -> MailTransitions.release(run, 1)),
        new Event(
            "acknowledge",
            (store, run) -> one(store.mail.acknowledge(run.id()).runs()),
            (run, store, actual) -> MailTransitions.acknowledge(run)),
        new Event(
            "resume",
            (store, run) -> one(store.mail.resume(run.id())),
            (run, store, actual) -> MailTransitions.resume(run)),
        new Event(
            "success",
            (store, run) -> store.mail.conclude(Verdict.taken(lease(run))).get(0),
            (run, store, actual) -> MailTransitions.deliver(run)),
        failure("failure", 0),
        failure("failure of another lease", 7),
        new Event(
            "give back",
            (store, run) -> store.mail.giveBack(run) == 1 ? nowOf(store, run) : refused(),
            (run, store, actual) -> MailTransitions.giveBack(run, run.mail().lease())),
        new Event(
            "redeliver",
            (store, run) -> store.mail.redeliver(run),
            (run, store, actual) -> MailTransitions.redeliver(run)),
        new Event("claim", (store, run) -> one(store.mail.claim(W1, "a")), claim()),
        new Event("take", (store, run) -> one(store.mail.take("a", 9)), claim()));
  }

  private static Event failure(String name, long shift) {
    Duration retry = DrivenMail.RETRY;
    return new Event(
        name,
        (store, run) -> {
          Lease lease = new Lease(run.registration(), run.mail().lease() + shift);
          return store.mail.conclude(new Verdict(lease, Optional.of("no"), retry, false)).get(0);
        },
        (run, store, actual) -> {
          long lease = run.mail().lease() + shift;
          return run.registration().terms().policy().maxAttempts() == 1
              ? MailTransitions.failForGood(run, lease, "no")
              : MailTransitions.fail(run, lease, "no", store.time.now().plus(retry));
        });
  }

  /** What waits for its retry or for its body is waiting, but not due. */
  private static Rule claim() {
    return (run, store, actual) ->
        run.isOutOfTheWay() && run.mail().nextAttemptAt() == null
            ? MailTransitions.claim(
                run, actual instanceof Applied applied ? applied.run().mail().lease() : 0)
            : refused();
  }

  private static Transition refused() {
    return new Refused(Refusal.NOT_WAITING);
  }

  private static Transition one(List<Run> answered) {
    assertThat(answered).hasSizeLessThan(2);
    return answered.isEmpty() ? refused() : new Applied(answered.get(0));
  }

  private static Transition nowOf(DrivenStore store, Run run) {
    return new Applied(store.now(run));
  }

  private DynamicTest test(MailState state, Event event) {
    return dynamicTest(
        "F " + state + ": " + event.name,
        () -> inTurn(empty -> assertDoesWhatTransitionsSay(empty, state, event)));
  }

  private static void assertDoesWhatTransitionsSay(
      DrivenStore store, MailState state, Event event) {
    if (state != MailState.UNROUTED) {
      store.openRoute(W1);
    }
    Run run = state.reach(store);
    store.mail.ended("b", "bystander");
    List<Run> rows = new ArrayList<>(store.rows());
    assertThat(rows.get(0)).isEqualTo(run);
    store.pass(Duration.ofMillis(11));

    Transition actual = event.attempt.submit(store, run);

    Transition expected = event.rule.apply(run, store, actual);
    if (expected instanceof Applied applied) {
      assertThat(actual).isEqualTo(expected);
      rows.set(0, applied.run());
    } else {
      // Where a step answers with what it changed, it does not say why it changed nothing.
      assertThat(actual).isInstanceOf(Refused.class);
    }
    assertThat(store.rows()).isEqualTo(rows);
  }
}
