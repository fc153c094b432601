package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.SECONDS;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.claimOf;
import static dev.errand.testkit.DrivenStore.end;
import static dev.errand.testkit.DrivenStore.finishStep;
import static dev.errand.testkit.DrivenStore.returned;
import static dev.errand.testkit.DrivenStore.runBounds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Hints come, and come when what they hint at can be seen. That they may get lost in an accident is
 * no excuse for not sending them. And: what a closed store does.
 */
abstract class HintConformance extends StoreSuite {
  private RecordedHints hintsFor1;
  private RecordedHints hintsFor2;

  HintConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void listen() {
    hintsFor1 = listen(W1);
    hintsFor2 = listen(W2);
  }

  private RecordedHints listen(Worker worker) {
    RecordedHints recorded = new RecordedHints(store.store);
    Subscription unused = store.store.listen(worker, recorded);
    return recorded;
  }

  @Test
  @DisplayName("A run that one worker queued is hinted at to another that could run it")
  void queued() {
    store.queue(Ask.call("both"), W1);
    hintsFor2.awaitRunnable();
  }

  @Test
  @DisplayName("A run that waits for its start or has a time-out tells when to look after it")
  void wakeIn() {
    store.queue(Ask.call("both").startAfter(Duration.ofSeconds(3)), W1);
    hintsFor2.awaitWakeIn(Duration.ofSeconds(3));
    store.queue(Ask.call("both").queueTimeout(Duration.ofSeconds(5)), W1);
    hintsFor2.awaitWakeIn(Duration.ofSeconds(5));
    store.queue(
        Ask.call("both").startAfter(Duration.ofSeconds(9)).queueTimeout(Duration.ofSeconds(7)), W1);
    hintsFor2.awaitWakeIn(Duration.ofSeconds(7));
  }

  @Test
  @DisplayName("A run that was handed back is hinted at as runnable, to its own worker as well")
  void handedBack() {
    Run run = store.start(Ask.call("both"), W1);
    hintsFor1.forget();
    hintsFor2.forget();
    store.requeue(run);
    hintsFor1.awaitRunnable();
    hintsFor2.awaitRunnable();
  }

  @Test
  @DisplayName("The end and the settling of a run are hinted at")
  void changed() {
    Run run = store.start(Ask.closure(), W1);
    hintsFor2.awaitAbout(
        "changed",
        DrivenStore.applied(
            store.submit(finishStep(run, returned(""), claimOf(W1, 0))).transition()));
    Run timedOut = store.end(store.start(Ask.closure(), W1), end(EndReason.TIMED_OUT, "late"));
    hintsFor1.awaitAbout("changed", timedOut);
    hintsFor2.awaitAbout("changed", timedOut);
    hintsFor2.awaitAbout("changed", store.settle(timedOut));
    Run cancelled = store.cancel(store.queue(Ask.closure(), W1));
    hintsFor1.awaitAbout("changed", cancelled);
    hintsFor2.awaitAbout("changed", cancelled);
  }

  @Test
  @DisplayName(
      "D1 a run that was cancelled while running is hinted at to its worker, so that its body is"
          + " stopped")
  void cancelled() {
    hintsFor1.awaitAbout("cancelled", store.cancel(store.start(Ask.closure(), W1)));
    Run run = store.start(Ask.closure(), W2);
    store.submit(new Step.CancelAll(CancelledBy.SHUTDOWN, JobFilter.all(), Optional.of("w2")));
    hintsFor2.awaitAbout("cancelled", store.now(run));
  }

  @Test
  @DisplayName("D1 a cancelled run is hinted at as ended to everybody, too")
  void cancelledIsChanged() {
    Run cancelled = store.cancel(store.start(Ask.closure(), W1));
    hintsFor1.awaitAbout("changed", cancelled);
    hintsFor2.awaitAbout("changed", cancelled);
  }

  @Test
  @DisplayName("A4 a run that waited too long is hinted at as ended")
  void expired() {
    Run run = store.queue(Ask.closure().queueTimeout(Duration.ofSeconds(1)), W1);
    store.pass(Duration.ofSeconds(1));
    store.sweep();
    hintsFor1.awaitAbout("changed", store.now(run));
    hintsFor2.awaitAbout("changed", store.now(run));
  }

  @Test
  @DisplayName(
      "A4 a place that becomes free under a bound is hinted at, if a queued run could have it")
  void freeAfterFinish() {
    Bounds bounds = runBounds(100, 1);
    Run run = store.start(Ask.closure(), W1, bounds);
    Run waiting = DrivenStore.registered(store.ask(Ask.closure(), W2, 1, bounds));
    assertThat(store.claim(W2, 1, bounds)).isEmpty();
    hintsFor2.forget();
    // Its own worker has nothing to claim; the other one has to hear that it can.
    store.submit(finishStep(run, returned(""), new Step.Claim(W1, 1, bounds)));
    hintsFor2.awaitRunnable();
    assertThat(store.claim(W2, 1, bounds)).containsExactly(store.now(waiting));
  }

  @Test
  @DisplayName(
      "A5 a place that becomes free because a grace is over is hinted at, if a queued run could"
          + " have it")
  void freeAfterGiveUp() {
    Bounds bounds = runBounds(1, 100);
    Run run = store.start(Ask.closure().owner("a"), W1, bounds);
    Run waiting = DrivenStore.registered(store.ask(Ask.closure().owner("a"), W1, 1, bounds));
    Run cancelled = store.cancel(run);
    hintsFor1.forget();
    store.giveUp(cancelled);
    hintsFor1.awaitRunnable();
    assertThat(store.claim(W1, 1, bounds)).containsExactly(store.now(waiting));
  }

  @Test
  @DisplayName("A9 a place that is lent is hinted at, if a queued run could have it")
  void freeWhileLent() {
    Bounds bounds = runBounds(1, 100);
    Run run = store.start(Ask.closure().owner("a"), W1, bounds);
    Run waiting = DrivenStore.registered(store.ask(Ask.closure().owner("a"), W2, 1, bounds));
    hintsFor2.forget();
    store.lend(run, true);
    hintsFor2.awaitRunnable();
    assertThat(store.claim(W2, 1, bounds)).containsExactly(store.now(waiting));
  }

  @Test
  @DisplayName("A listener that is taken away hears nothing more; a second call does nothing")
  void takenAway() {
    RecordedHints second = new RecordedHints(store.store);
    Subscription subscription = store.store.listen(W2, second);
    subscription.close();
    subscription.close();
    hintsFor2.awaitAbout("changed", store.cancel(store.queue(Ask.closure(), W1)));
    assertThat(second.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("A listener that throws harms neither the step nor the other listeners")
  void throwing() {
    Subscription unused =
        store.store.listen(
            W2,
            new StoreListener() {
              @Override
              public void changed(Run run) {
                throw new IllegalStateException("on purpose");
              }
            });
    RecordedHints later = listen(W2);
    Run cancelled = store.cancel(store.queue(Ask.closure(), W1));
    assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
    later.awaitAbout("changed", cancelled);
  }

  @Test
  @DisplayName("Interrupting or cancelling a future does not take its step back")
  void futureCancelled() {
    Run run = store.start(Ask.closure(), W1);
    store.store.submit(finishStep(run, returned("done"), claimOf(W1, 0))).cancel(true);
    hintsFor2.awaitEnd(run);
    assertThat(store.now(run).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A closed store refuses steps with an exception that says that nothing was changed")
  void closed() {
    Run run = store.start(Ask.closure(), W1);
    store.close();
    store.close();
    List<Step<?>> steps =
        List.of(
            store.register(Ask.closure(), W1, 1, Bounds.DEFAULT),
            claimOf(W1, 1),
            finishStep(run, returned(""), claimOf(W1, 1)),
            new Step.Requeue(run.registration(), 1),
            new Step.Cancel(run.id(), CancelledBy.OWNER, JobFilter.all()),
            new Step.Sweep(),
            new Step.Recover(W1),
            new MailStep.OpenRoute(W1, JobFilter.all()),
            DrivenMail.claimOf(W1, "a"),
            new MailStep.Retire(W1));
    for (Step<?> step : steps) {
      Future<?> outcome = store.store.submit(step);
      assertThatThrownBy(() -> outcome.get(SECONDS, TimeUnit.SECONDS))
          .as("%s", step)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              StoreException.class, failure -> assertThat(failure.outcomeUnknown()).isFalse());
    }
  }
}
