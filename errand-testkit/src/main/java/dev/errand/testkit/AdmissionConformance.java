package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.queueBounds;
import static dev.errand.testkit.DrivenStore.registered;
import static dev.errand.testkit.DrivenStore.returned;
import static dev.errand.testkit.DrivenStore.runBounds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.HandlerCall;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Mail;
import dev.errand.spi.Policy;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunRequest;
import dev.errand.spi.RunState;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Limit;
import dev.errand.spi.Step.Register.Full;
import dev.errand.spi.Step.Register.Registered;
import dev.errand.spi.Terms;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a registration (contract A1, A3–A5). */
abstract class AdmissionConformance extends StoreSuite {

  AdmissionConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  private void assertFull(Limit limit, Ask ask, int slots, Bounds bounds) {
    List<Run> before = store.rows();
    assertThat(store.ask(ask, W1, slots, bounds)).isEqualTo(new Full(limit));
    assertThat(store.rows()).as("rows after a refusal").isEqualTo(before);
  }

  @Test
  @DisplayName(
      "A1 a run that has a slot is running when register returns, claimed by who registered it")
  void startsAtOnce() {
    Registered outcome = (Registered) store.ask(Ask.closure().owner("a").orReject(), W1, 1);
    Run run = outcome.run();
    assertThat(outcome.claimed()).containsExactly(run);
    assertThat(run.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(run.epoch()).isEqualTo(1);
    assertThat(run.worker()).isEqualTo("w1");
    assertThat(run.startedAt()).contains(store.time.now());
    assertThat(run.state().occupying()).isTrue();
    assertThat(store.now(run)).isEqualTo(run);
  }

  @Test
  @DisplayName("A1 a hold is taken in the same step")
  void hold() {
    RunRequest request = Ask.closure().request(new RunId("w1", 1));
    Step.Register step = new Step.Register(request, true, W1, 0, Bounds.DEFAULT);
    Run queued = registered(store.submit(step));
    assertThat(queued.mail()).isEqualTo(Mail.registered(true));
    assertThat(store.claim(W1, 1).get(0).mail().holds()).isEqualTo(1);
    assertThat(store.queue(Ask.closure(), W1).mail()).isEqualTo(Mail.NONE);
  }

  @Test
  @DisplayName("A1 the row keeps everything that was asked for")
  void keepsEverything() {
    Duration time = Duration.ofMillis(1_234);
    Terms terms =
        new Terms(
            -100,
            Admission.QUEUE,
            Optional.of(time),
            Optional.of(time.plusDays(1)),
            Optional.of(time.plusDays(2)),
            Optional.of("key 'quoted' 🔑"),
            new Policy(true, time.plusDays(3), 7, time.plusDays(4), 5, true));
    RunRequest request =
        new RunRequest(
            Optional.of("id \"1\""),
            new RunId("worker-1", Long.MAX_VALUE),
            Optional.of("a/ö'\\%_"),
            "bash \t",
            "a label\nof two lines 🚀",
            Optional.of(HandlerCall.of("one", "{\"payload\": \"\\u0000\"}")),
            terms);
    Run run = registered(store.submit(new Step.Register(request, false, W1, 0, Bounds.DEFAULT)));
    assertThat(run.registration())
        .isEqualTo(
            request.registration(
                "id \"1\"", request.owner(), run.registration().sequence(), W1, store.time.now()));
    assertThat(store.now(run)).isEqualTo(run);
    assertThat(store.rows()).containsExactly(run);
  }

  @Test
  @DisplayName("A3 without a slot a registration is refused, and changes nothing")
  void noSlot() {
    store.start(Ask.closure(), W1);
    assertFull(Limit.SLOTS, Ask.closure().orReject(), 0, Bounds.DEFAULT);
  }

  @Test
  @DisplayName("A4 without a slot a registration is queued, if it may be")
  void queued() {
    Registered outcome = (Registered) store.ask(Ask.closure(), W1, 0);
    assertThat(outcome.claimed()).isEmpty();
    assertThat(outcome.run().state()).isEqualTo(RunState.REGISTERED);
    assertThat(store.now(outcome.run())).isEqualTo(outcome.run());
  }

  @Test
  @DisplayName("A4 REJECT never overtakes queued runs that this worker could run")
  void noOvertaking() {
    Run first = store.queue(Ask.call("both").owner("a"), W2);
    assertFull(Limit.SLOTS, Ask.closure().owner("b").orReject().priority(100), 1, Bounds.DEFAULT);
    assertThat(store.now(first).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("A4 REJECT passes queued runs that this worker cannot run now")
  void passes() {
    Bounds bounds = runBounds(1, 100);
    store.queue(Ask.closure(), W2);
    store.queue(Ask.call("two"), W2);
    store.queue(Ask.closure().startAfter(Duration.ofMinutes(1)), W1);
    store.start(Ask.closure().owner("a").orReject(), W1, bounds);
    store.queue(Ask.closure().owner("a"), W1);
    store.start(Ask.closure().owner("b").orReject(), W1, bounds);
  }

  @Test
  @DisplayName(
      "K1 what needs a handler that only others have waits for them, though a slot is free")
  void cannotRunItself() {
    Registered outcome = (Registered) store.ask(Ask.call("two"), W1, 1);
    assertThat(outcome.run().status()).isEqualTo(JobStatus.QUEUED);
    assertThat(outcome.claimed()).isEmpty();
    assertFull(Limit.SLOTS, Ask.call("two").orReject(), 1, Bounds.DEFAULT);
    assertThat(ids(store.claim(W2, 1))).containsExactly(outcome.run().id());
  }

  @Test
  @DisplayName("A4 a slot goes to what is first in turn, and the registered run waits")
  void firstInTurn() {
    Run first = store.queue(Ask.closure().owner("a"), W1);
    Registered outcome = (Registered) store.ask(Ask.closure().owner("b"), W1, 1);
    assertThat(outcome.run().status()).isEqualTo(JobStatus.QUEUED);
    assertThat(outcome.claimed()).containsExactly(store.now(first));
    assertThat(store.now(first).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 two slots start what is first in turn, and the registered run with it")
  void bothStart() {
    Run first = store.queue(Ask.closure().owner("a"), W1);
    Registered outcome = (Registered) store.ask(Ask.closure().owner("b"), W1, 2);
    assertThat(outcome.run().status()).isEqualTo(JobStatus.RUNNING);
    assertThat(outcome.claimed()).containsExactly(store.now(first), outcome.run());
  }

  @Test
  @DisplayName("A4 the queue is bounded, for the store and for an owner")
  void queueIsBounded() {
    Bounds bounds = queueBounds();
    registered(store.ask(Ask.closure().owner("a"), W1, 0, bounds));
    registered(store.ask(Ask.closure().owner("a"), W1, 0, bounds));
    assertFull(Limit.QUEUED_PER_OWNER, Ask.closure().owner("a"), 0, bounds);
    Run last = registered(store.ask(Ask.closure(), W2, 0, bounds));
    assertFull(Limit.QUEUED, Ask.closure().owner("b"), 0, bounds);
    assertFull(Limit.QUEUED, Ask.closure().startAfter(Duration.ofSeconds(1)).orReject(), 1, bounds);
    store.cancel(last);
    registered(store.ask(Ask.closure().owner("b"), W1, 0, bounds));
  }

  @Test
  @DisplayName("A4 what can start at once needs no place in the queue")
  void noPlaceNeeded() {
    store.start(Ask.closure(), W1, new Bounds(0, 0, 10, 10));
    assertFull(Limit.QUEUED, Ask.closure(), 0, new Bounds(0, 5, 10, 10));
  }

  @Test
  @DisplayName("A4 an owner runs no more than its bound, on all workers together")
  void runningPerOwner() {
    Bounds bounds = runBounds(1, 100);
    Run running = store.start(Ask.closure().owner("a"), W2, bounds);
    store.start(Ask.closure().owner("b"), W1, bounds);
    store.start(Ask.closure(), W1, bounds);
    assertFull(Limit.RUNNING_PER_OWNER, Ask.closure().owner("a").orReject(), 1, bounds);
    assertFull(Limit.RUNNING_PER_OWNER, Ask.closure().orReject(), 1, bounds);
    Registered queued = (Registered) store.ask(Ask.closure().owner("a"), W1, 1, bounds);
    assertThat(queued.run().status()).isEqualTo(JobStatus.QUEUED);
    assertThat(store.claim(W1, 5, bounds)).isEmpty();
    store.settle(running);
    assertThat(ids(store.claim(W1, 5, bounds))).containsExactly(queued.run().id());
  }

  @Test
  @DisplayName("A4 the store runs no more than its bound, on all workers together")
  void runningInAll() {
    Bounds bounds = runBounds(100, 2);
    Run running = store.start(Ask.closure().owner("a"), W1, bounds);
    store.start(Ask.closure(), W2, bounds);
    assertFull(Limit.RUNNING, Ask.closure().owner("b").orReject(), 1, bounds);
    Run first = registered(store.ask(Ask.closure().owner("b"), W1, 1, bounds));
    registered(store.ask(Ask.closure().owner("c"), W1, 1, bounds));
    assertThat(store.claim(W1, 5, bounds)).isEmpty();
    store.settle(running);
    assertThat(ids(store.claim(W1, 5, bounds))).containsExactly(first.id());
  }

  @Test
  @DisplayName("A5 a cancelled run counts as running until it has settled")
  void cancelledCounts() {
    Bounds bounds = runBounds(1, 1);
    Run run = store.start(Ask.closure().owner("a"), W1, bounds);
    Run cancelled = store.cancel(run);
    assertFull(Limit.RUNNING, Ask.closure().owner("b").orReject(), 1, bounds);
    assertFull(Limit.RUNNING_PER_OWNER, Ask.closure().owner("a").orReject(), 1, runBounds(1, 5));
    store.settle(cancelled);
    store.start(Ask.closure().owner("a").orReject(), W1, bounds);
  }

  @Test
  @DisplayName("A5 a timed-out run counts as running until its grace is over")
  void timedOutCounts() {
    Bounds bounds = runBounds(1, 1);
    Run run = store.start(Ask.closure().owner("a"), W1, bounds);
    Run ended = store.end(run, returned(""));
    assertFull(Limit.RUNNING, Ask.closure().orReject(), 1, bounds);
    store.giveUp(ended);
    store.start(Ask.closure().owner("a").orReject(), W1, bounds);
  }
}
