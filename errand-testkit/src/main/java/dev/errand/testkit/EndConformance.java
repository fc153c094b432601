package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.claimOf;
import static dev.errand.testkit.DrivenStore.finishStep;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.returned;
import static dev.errand.testkit.DrivenStore.runBounds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.JobStore;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How runs end and settle, once and truthfully, and whose word counts (contract A5, C1–C3, K1). */
abstract class EndConformance extends StoreSuite {

  EndConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName(
      "C1 a body that returns ends its run and settles it, and its slot goes to the next in turn")
  void finishClaimsNext() {
    Run run = store.start(Ask.closure(), W1);
    Run next = store.queue(Ask.closure(), W1);
    store.queue(Ask.closure(), W1);
    Step.Finish.Outcome outcome = store.submit(finishStep(run, returned("done"), claimOf(W1, 1)));
    assertThat(outcome.endedHere()).isTrue();
    assertThat(outcome.transition()).isEqualTo(new Applied(store.now(run)));
    assertThat(outcome.claimed()).containsExactly(store.now(next));
    assertThat(store.now(run).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(store.now(next).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 the claim of a finished run counts its place as free")
  void finishFreesFirst() {
    Run run = store.start(Ask.closure().owner("a"), W1, runBounds(1, 1));
    Run next = store.queue(Ask.closure().owner("a"), W1);
    Step.Claim claim = new Step.Claim(W1, 1, runBounds(1, 1));
    assertThat(ids(store.submit(finishStep(run, returned(""), claim)).claimed()))
        .containsExactly(next.id());
  }

  @Test
  @DisplayName(
      "A4 the slot of a body whose end no longer matters goes to the next in turn all the same")
  void refusedFinishClaims() {
    Run run = store.start(Ask.call("both"), W1);
    store.requeue(run);
    Run again = store.claim(W2, 1).get(0);
    Run next = store.queue(Ask.closure(), W1);
    Step.Finish.Outcome outcome = store.submit(finishStep(run, returned(""), claimOf(W1, 1)));
    assertThat(outcome.transition()).isEqualTo(new Refused(Refusal.FENCED));
    assertThat(outcome.endedHere()).isFalse();
    assertThat(ids(outcome.claimed())).containsExactly(next.id());
    assertThat(store.now(run)).isEqualTo(again);
  }

  @Test
  @DisplayName("C3 what a body says after the end of its run is kept as late text")
  void lateText() {
    Run cancelled = store.cancel(store.start(Ask.closure(), W1));
    Step.Finish.Outcome outcome = store.finish(cancelled, returned("too late"));
    assertThat(outcome.endedHere()).isFalse();
    Run settled = store.now(cancelled);
    assertThat(settled.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(settled.end()).isEqualTo(cancelled.end());
    assertThat(settled.endedAt()).isEqualTo(cancelled.endedAt());
    assertThat(settled.lateText()).contains("too late");
  }

  @Test
  @DisplayName(
      "K1 an attempt that was handed back cannot settle, end, hand back or give up its successor")
  void fence() {
    Run first = store.start(Ask.call("both"), W1);
    Run handedBack = store.requeue(first);
    assertThat(handedBack.epoch()).isEqualTo(1);
    Run second = store.claim(W2, 1).get(0);
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.worker()).isEqualTo("w2");
    Transition fenced = new Refused(Refusal.FENCED);
    assertThat(store.finish(first, returned("")).transition()).isEqualTo(fenced);
    assertThat(store.submit(new Step.End(first.registration(), 1, returned(""), Optional.empty())))
        .isEqualTo(fenced);
    assertThat(store.submit(new Step.Requeue(first.registration(), 1))).isEqualTo(fenced);
    assertThat(store.submit(new Step.GiveUp(first.registration(), 1))).isEqualTo(fenced);
    assertThat(store.now(first)).isEqualTo(second);
    assertThat(store.settle(second).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A5 a run whose grace is over is listed as unsettled until its body is gone")
  void unsettled() {
    Run cancelled = store.cancel(store.start(Ask.closure(), W1));
    assertThat(store.store.unsettled(JobFilter.all())).isEmpty();
    Run givenUp = store.giveUp(cancelled);
    assertThat(givenUp.unsettled()).isTrue();
    assertThat(store.store.unsettled(JobFilter.all())).containsExactly(givenUp);
    Run settled = store.settle(givenUp);
    assertThat(settled.unsettled()).isFalse();
    assertThat(store.store.unsettled(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("A5 a place is freed once, though a run is given up and settles later")
  void freedOnce() {
    var bounds = runBounds(2, 2);
    Run given = store.giveUp(store.cancel(store.start(Ask.closure().owner("a"), W1, bounds)));
    store.start(Ask.closure().owner("a"), W1, bounds);
    store.start(Ask.closure().owner("a"), W1, bounds);
    store.queue(Ask.closure().owner("a"), W1);
    store.settle(given);
    assertThat(store.claim(W1, 9, bounds)).isEmpty();
  }

  @Test
  @DisplayName("A5 a run that was given back holds no place")
  void handedBackHoldsNone() {
    var bounds = runBounds(1, 1);
    Run run = store.start(Ask.closure().owner("a"), W1, bounds);
    assertThat(store.requeue(run).state().occupying()).isFalse();
    store.start(Ask.closure().owner("a").orReject(), W2, bounds);
  }

  @Test
  @DisplayName(
      "A9 a place that is lent is free until it is taken back, whether one is free then or not")
  void lent() {
    var bounds = runBounds(1, 1);
    Run parent = store.start(Ask.closure().owner("a"), W1, bounds);
    Run lent = store.lend(parent, true);
    assertThat(lent.status()).isEqualTo(JobStatus.RUNNING);
    Run child = store.start(Ask.closure().owner("a").orReject(), W1, bounds);
    store.lend(lent, false);
    store.settle(child);
    store.queue(Ask.closure().owner("b"), W1);
    assertThat(store.claim(W1, 1, bounds)).isEmpty();
    store.settle(parent);
    assertThat(store.claim(W1, 1, bounds)).hasSize(1);
  }

  @Test
  @DisplayName(
      "A5 a run that ends while its place is lent counts as running until its body is gone")
  void endedWhileLent() {
    var bounds = runBounds(1, 1);
    Run parent = store.start(Ask.closure(), W1, bounds);
    Run cancelled = store.cancel(store.lend(parent, true));
    store.queue(Ask.closure(), W1);
    assertThat(store.claim(W1, 1, bounds)).isEmpty();
    store.settle(cancelled);
    assertThat(store.claim(W1, 1, bounds)).hasSize(1);
  }

  @Test
  @DisplayName("C1 of several ends the first one stays")
  void firstEndStays() {
    Run run = store.start(Ask.closure(), W1);
    Run ended = store.end(run, DrivenStore.end(EndReason.TIMED_OUT, "first"));
    Transition late = new Refused(Refusal.ENDED);
    assertThat(store.submit(new Step.Cancel(run.id(), CancelledBy.OWNER, JobFilter.all())))
        .isEqualTo(late);
    assertThat(store.submit(new Step.End(run.registration(), 1, returned(""), Optional.empty())))
        .isEqualTo(late);
    assertThat(store.submit(new Step.Requeue(run.registration(), 1))).isEqualTo(late);
    assertThat(store.now(run)).isEqualTo(ended);
  }

  @Test
  @DisplayName("C1 of a cancel and an end at the same time exactly one is the run's end")
  void race() throws InterruptedException {
    for (int i = 0; i < 25; i++) {
      Run run = store.start(Ask.closure(), W1);
      Step<?>[] steps = {
        finishStep(run, returned("done"), claimOf(W1, 0)),
        new Step.Cancel(run.id(), CancelledBy.OWNER, JobFilter.all())
      };
      List<Object> outcomes = together(2, thread -> store.submit(steps[thread]));
      boolean returned = ((Step.Finish.Outcome) outcomes.get(0)).endedHere();
      boolean cancelled = outcomes.get(1) instanceof Applied;
      assertThat(returned).isNotEqualTo(cancelled);
      assertThat(store.now(run).status())
          .isEqualTo(cancelled ? JobStatus.CANCELLED : JobStatus.COMPLETED);
      assertThat(store.now(run).settledAt()).isPresent();
    }
  }

  @Test
  @DisplayName("Steps for runs that the store never had are refused as unknown")
  void unknown() {
    Run run = store.start(Ask.closure(), W1);
    store.settle(run);
    store.evict(JobFilter.all());
    Transition unknown = new Refused(Refusal.UNKNOWN);
    assertThat(store.finish(run, returned("")).transition()).isEqualTo(unknown);
    assertThat(store.submit(new Step.End(run.registration(), 1, returned(""), Optional.empty())))
        .isEqualTo(unknown);
    assertThat(store.submit(new Step.Requeue(run.registration(), 1))).isEqualTo(unknown);
    assertThat(store.submit(new Step.GiveUp(run.registration(), 1))).isEqualTo(unknown);
    assertThat(store.rows()).isEmpty();
  }
}
