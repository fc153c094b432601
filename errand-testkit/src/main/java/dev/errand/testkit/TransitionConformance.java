package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.W3;
import static dev.errand.testkit.DrivenStore.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.Progress;
import dev.errand.spi.JobStore;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Transitions;
import java.time.Duration;
import java.time.Instant;
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
 * Each step in each state does what {@link Transitions} say, to this run and to no other; a refused
 * one changes nothing (contract C1).
 */
abstract class TransitionConformance extends StoreSuite {

  /** A state that a run can be in, and how it gets there. */
  private enum State {
    QUEUED,
    HANDED_BACK,
    RUNNING,
    RUNNING_AGAIN,
    LENT,
    CANCELLED_WHILE_LENT,
    TIMED_OUT,
    CANCELLED,
    GIVEN_UP,
    COMPLETED,
    SETTLED_LATE,
    SETTLED_AFTER_ALL,
    CANCELLED_IN_QUEUE,
    CANCELLED_AFTER_HAND_BACK;

    Run reach(DrivenStore store) {
      return switch (this) {
        case QUEUED -> queued(store);
        case HANDED_BACK -> store.requeue(running(store));
        case RUNNING -> running(store);
        case RUNNING_AGAIN -> claimed(store, store.requeue(running(store)));
        case LENT -> store.lend(running(store), true);
        case CANCELLED_WHILE_LENT -> store.cancel(store.lend(running(store), true));
        case TIMED_OUT -> store.end(running(store), timedOut());
        case CANCELLED -> store.cancel(running(store));
        case GIVEN_UP -> store.giveUp(store.cancel(running(store)));
        case COMPLETED -> store.settle(running(store));
        case SETTLED_LATE -> store.settle(store.cancel(running(store)));
        case SETTLED_AFTER_ALL -> store.settle(store.giveUp(store.cancel(running(store))));
        case CANCELLED_IN_QUEUE -> store.cancel(queued(store));
        case CANCELLED_AFTER_HAND_BACK -> store.cancel(store.requeue(running(store)));
      };
    }

    private static Run queued(DrivenStore store) {
      return store.queue(Ask.closure().owner("a"), W1);
    }

    private static Run running(DrivenStore store) {
      return claimed(store, queued(store));
    }

    private static Run claimed(DrivenStore store, Run queued) {
      store.pass(Duration.ofMillis(3));
      assertThat(store.claimed(W1, 1)).containsExactly(queued.id());
      return store.now(queued);
    }

    private static JobEnd timedOut() {
      return DrivenStore.end(EndReason.TIMED_OUT, "too late");
    }
  }

  /** A step for a run, and what Transitions say to it. */
  private interface Attempt {
    Transition submit(DrivenStore store, Run run);

    /**
     * The outcome that the store has to give, where it names its own end: for the end that it gave.
     */
    Transition expected(Run run, Instant now, Transition actual);
  }

  TransitionConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  @DisplayName("C1")
  Stream<DynamicContainer> eachStepInEachState() {
    return Stream.of(State.values())
        .map(state -> dynamicContainer("C1 " + state, attempts().map(one -> test(state, one))));
  }

  private record Named(String name, Attempt attempt) {}

  private static Stream<Named> attempts() {
    List<Named> attempts = new ArrayList<>();
    for (int shift = -1; shift <= 1; shift++) {
      String which = List.of(" of an older attempt", "", " of an attempt to come").get(shift + 1);
      attempts.add(new Named("end" + which, new Ending(shift)));
      attempts.add(new Named("finish" + which, new Finishing(shift, "said", progress())));
      attempts.add(new Named("silent finish" + which, new Finishing(shift, "", Optional.empty())));
      attempts.add(new Named("requeue" + which, new Requeuing(shift)));
      attempts.add(new Named("give up" + which, new GivingUp(shift)));
      attempts.add(new Named("lend" + which, new Lending(shift, true)));
      attempts.add(new Named("report" + which, new Reporting(shift)));
      attempts.add(new Named("take back" + which, new Lending(shift, false)));
    }
    attempts.add(new Named("cancel", new Cancelling()));
    attempts.add(new Named("claim", new Claiming()));
    return attempts.stream();
  }

  private DynamicTest test(State state, Named named) {
    return dynamicTest(
        "C1 " + state + ": " + named.name,
        () -> inTurn(empty -> assertDoesWhatTransitionsSay(empty, state, named.attempt)));
  }

  private static void assertDoesWhatTransitionsSay(
      DrivenStore store, State state, Attempt attempt) {
    // What becomes of mail without a sink is not theirs to say.
    store.openRoute(W1);
    store.queue(Ask.closure().owner("a"), W2);
    Run run = state.reach(store);
    store.start(Ask.closure().owner("b"), W3);
    List<Run> rows = new ArrayList<>(store.rows());
    assertThat(rows.get(1)).isEqualTo(run);
    store.pass(Duration.ofMillis(11));

    Transition actual = attempt.submit(store, run);

    assertThat(actual).isEqualTo(attempt.expected(run, store.time.now(), actual));
    if (actual instanceof Applied applied) {
      boolean isShown = !(attempt instanceof Reporting) || store.isShared();
      rows.set(1, isShown ? applied.run() : store.now(run));
    }
    assertThat(store.rows()).isEqualTo(rows);
  }

  private static Optional<Progress> progress() {
    Instant at = Instant.parse("2026-01-01T00:00:00.123Z");
    return Optional.of(new Progress("nearly", Optional.of("{}"), 7, at));
  }

  private record Ending(int shift) implements Attempt {
    private static final JobEnd END =
        new JobEnd(
            EndReason.TIMED_OUT,
            Optional.empty(),
            "ü\n",
            true,
            Optional.of("{\"a\":1}"),
            Optional.of(Exit.bySignal("KILL")));

    @Override
    public Transition submit(DrivenStore store, Run run) {
      return store.submit(new Step.End(run.registration(), run.epoch() + shift, END, progress()));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.end(run, run.epoch() + shift, END, progress().orElseThrow(), now);
    }
  }

  private record Finishing(int shift, String text, Optional<Progress> last) implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      Step.Claim none = DrivenStore.claimOf(W1, 0);
      Step.Finish.Outcome outcome =
          store.submit(
              new Step.Finish(
                  run.registration(),
                  run.epoch() + shift,
                  returned(text),
                  last,
                  none,
                  Optional.empty()));
      assertThat(outcome.claimed()).isEmpty();
      assertThat(outcome.endedHere())
          .isEqualTo(outcome.transition() instanceof Applied && !run.status().isFinal());
      return outcome.transition();
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.finish(run, run.epoch() + shift, returned(text), last.orElse(null), now);
    }
  }

  private record Requeuing(int shift) implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      return store.submit(new Step.Requeue(run.registration(), run.epoch() + shift));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.requeue(run, run.epoch() + shift);
    }
  }

  private record GivingUp(int shift) implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      return store.submit(new Step.GiveUp(run.registration(), run.epoch() + shift));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.giveUp(run, run.epoch() + shift);
    }
  }

  private record Lending(int shift, boolean lent) implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      return store.submit(new Step.Lend(run.registration(), run.epoch() + shift, lent));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.lend(run, run.epoch() + shift, lent);
    }
  }

  private record Reporting(int shift) implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      return store.submit(
          new Step.Report(run.registration(), run.epoch() + shift, progress().orElseThrow()));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.report(run, run.epoch() + shift, progress().orElseThrow());
    }
  }

  private record Cancelling() implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      return store.submit(new Step.Cancel(run.id(), CancelledBy.PERSON, JobFilter.owner("a")));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      // The words are the store's own; who cancelled is not.
      JobEnd end =
          actual instanceof Applied applied
              ? applied.run().end().orElseThrow()
              : new JobEnd(
                  EndReason.CANCELLED,
                  Optional.of(CancelledBy.PERSON),
                  "",
                  false,
                  Optional.empty(),
                  Optional.empty());
      assertThat(end.cancelledBy()).contains(CancelledBy.PERSON);
      return Transitions.cancel(run, end, now);
    }
  }

  private record Claiming() implements Attempt {
    @Override
    public Transition submit(DrivenStore store, Run run) {
      List<Run> claimed = store.claim(W1, 1);
      return claimed.isEmpty() ? new Refused(Refusal.NOT_QUEUED) : new Applied(claimed.get(0));
    }

    @Override
    public Transition expected(Run run, Instant now, Transition actual) {
      return Transitions.claim(run, "w1", now);
    }
  }
}
