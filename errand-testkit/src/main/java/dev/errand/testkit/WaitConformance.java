package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.EndReason;
import dev.errand.JobStatus;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step.Claimed;
import dev.errand.spi.Step.Swept;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What time does to queued runs: their start comes, or their patience ends (contract A4). */
abstract class WaitConformance extends StoreSuite {
  private static final Duration SECOND = Duration.ofSeconds(1);

  WaitConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  /** So that nothing becomes due after the end of a run. */
  @BeforeEach
  void openRoute() {
    store.openRoute(W1);
  }

  private Claimed claim() {
    return store.submit(DrivenStore.claimOf(W1, 9));
  }

  @Test
  @DisplayName("A4 a run is not started before its time, though slots are free and REJECT is said")
  void startAfter() {
    Run run = registered(store.ask(Ask.closure().startAfter(SECOND).orReject(), W1, 5));
    assertThat(run.status()).isEqualTo(JobStatus.QUEUED);
    store.pass(SECOND.minusMillis(1));
    assertThat(claim().runs()).isEmpty();
    store.pass(Duration.ofMillis(1));
    assertThat(ids(claim().runs())).containsExactly(run.id());
  }

  @Test
  @DisplayName("A4 a claim that leaves nothing says when the next start is due")
  void nextStart() {
    assertThat(claim().nextStart()).isEmpty();
    store.queue(Ask.closure().startAfter(SECOND.multipliedBy(9)), W1);
    Run sooner = store.queue(Ask.closure().startAfter(SECOND.multipliedBy(5)), W1);
    store.pass(SECOND);
    assertThat(claim()).isEqualTo(new Claimed(List.of(), Optional.of(SECOND.multipliedBy(4))));
    store.cancel(sooner);
    assertThat(claim()).isEqualTo(new Claimed(List.of(), Optional.of(SECOND.multipliedBy(8))));
    store.pass(SECOND.multipliedBy(8));
    assertThat(claim().nextStart()).isEmpty();
  }

  @Test
  @DisplayName("A4 no delay is no delay")
  void noDelay() {
    store.start(Ask.closure().startAfter(Duration.ZERO).orReject(), W1);
    store.queue(Ask.closure().id("first"), W1);
    Run second = registered(store.ask(Ask.closure().startAfter(Duration.ZERO), W1, 5));
    assertThat(second.status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 any step that claims finds the runs whose start has come")
  void everyClaimLooks() {
    Run running = store.start(Ask.closure(), W1);
    Run first = store.queue(Ask.closure().startAfter(SECOND), W1);
    store.pass(SECOND);
    assertThat(
            ids(
                store
                    .submit(
                        DrivenStore.finishStep(
                            running, DrivenStore.returned(""), DrivenStore.claimOf(W1, 1)))
                    .claimed()))
        .containsExactly(first.id());
    Run second = store.queue(Ask.closure().startAfter(SECOND), W1);
    store.pass(SECOND);
    Run third = registered(store.ask(Ask.closure(), W1, 1));
    assertThat(third.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(store.now(second).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 runs whose start has come take their turn by priority and age")
  void turnAfterWait() {
    store.queue(Ask.closure().id("older").startAfter(SECOND), W1);
    store.queue(Ask.closure().id("newer"), W1);
    store.queue(Ask.closure().id("first").priority(1).startAfter(SECOND), W1);
    store.pass(SECOND);
    assertThat(store.claimed(W1, 9)).containsExactly("first", "older", "newer");
  }

  @Test
  @DisplayName("A4 what is handed back does not wait for its start again")
  void noSecondWait() {
    store.queue(Ask.closure().startAfter(SECOND), W1);
    store.pass(SECOND);
    Run handedBack = store.requeue(claim().runs().get(0));
    assertThat(ids(claim().runs())).containsExactly(handedBack.id());
  }

  @Test
  @DisplayName("A4 what has waited too long fails as QUEUE_TIMEOUT and is settled")
  void expires() {
    Run run = store.queue(Ask.closure().queueTimeout(SECOND), W1);
    store.pass(SECOND.minusMillis(1));
    assertThat(store.sweep()).isEqualTo(new Swept(List.of(), Optional.of(Duration.ofMillis(1))));
    store.pass(Duration.ofMillis(1));
    Swept expired = store.sweep();
    assertThat(expired.next()).isEmpty();
    Run ended = store.now(run);
    assertThat(expired.expired()).containsExactly(ended);
    assertThat(ended.end().orElseThrow().reason()).isEqualTo(EndReason.QUEUE_TIMEOUT);
    assertThat(ended.end().orElseThrow().text()).isNotBlank();
    assertThat(ended)
        .isEqualTo(
            DrivenStore.applied(
                Transitions.expire(run, ended.end().orElseThrow(), store.time.now())));
    assertThat(ended.settledAt()).contains(store.time.now());
    assertThat(store.sweep()).isEqualTo(new Swept(List.of(), Optional.empty()));
    assertThat(claim().runs()).isEmpty();
  }

  @Test
  @DisplayName("A4 only what has waited too long expires; the next one is announced")
  void nextExpiry() {
    store.queue(Ask.closure().id("patient"), W1);
    store.queue(Ask.closure().id("long").owner("a").queueTimeout(SECOND.multipliedBy(10)), W1);
    store.queue(Ask.closure().id("short").owner("b").queueTimeout(SECOND), W2);
    store.queue(Ask.closure().id("shorter").owner("a").queueTimeout(SECOND.dividedBy(2)), W1);
    store.pass(SECOND.multipliedBy(2));
    Swept expired = store.sweep();
    assertThat(ids(expired.expired())).containsExactlyInAnyOrder("short", "shorter");
    assertThat(expired.next()).contains(SECOND.multipliedBy(8));
    assertThat(store.claimed(W1, 9)).containsExactly("patient", "long");
  }

  @Test
  @DisplayName("A4 looking after the queue tells when to look again: for a start or for a time-out")
  void lookAgain() {
    store.queue(Ask.closure().startAfter(SECOND.multipliedBy(3)), W1);
    store.queue(Ask.closure().queueTimeout(SECOND.multipliedBy(5)), W1);
    assertThat(store.sweep().next()).contains(SECOND.multipliedBy(3));
    store.pass(SECOND.multipliedBy(3));
    assertThat(store.sweep().next()).contains(SECOND.multipliedBy(2));
    store.pass(SECOND.multipliedBy(2));
    assertThat(store.sweep().next()).isEmpty();
  }

  @Test
  @DisplayName("A4 patience ends even before the start has come")
  void impatient() {
    store.queue(Ask.closure().startAfter(SECOND.multipliedBy(5)).queueTimeout(SECOND), W1);
    store.pass(SECOND);
    assertThat(store.sweep().expired()).hasSize(1);
    assertThat(claim()).isEqualTo(new Claimed(List.of(), Optional.empty()));
  }

  @Test
  @DisplayName("A4 what runs or has ended does not expire")
  void onlyQueued() {
    Run running = store.start(Ask.closure().queueTimeout(SECOND), W1);
    Run claimed = store.queue(Ask.closure().queueTimeout(SECOND), W1);
    assertThat(store.claimed(W1, 1)).containsExactly(claimed.id());
    Run cancelled = store.cancel(store.queue(Ask.closure().queueTimeout(SECOND), W1));
    store.pass(SECOND.multipliedBy(2));
    assertThat(store.sweep().expired()).isEmpty();
    assertThat(store.now(running)).isEqualTo(running);
    assertThat(store.now(cancelled)).isEqualTo(cancelled);
  }

  @Test
  @DisplayName("L1 spans longer than any life mean never")
  void never() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    store.queue(Ask.closure().startAfter(endless), W1);
    Run patient = store.queue(Ask.closure().queueTimeout(endless), W1);
    store.pass(Duration.ofDays(1_000));
    assertThat(store.sweep().expired()).isEmpty();
    assertThat(ids(claim().runs())).containsExactly(patient.id());
  }

  @Test
  @DisplayName("C4 a run does not end before it began, though the clock jumps back")
  void clockJumpsBack() {
    Run run = store.start(Ask.closure(), W1);
    Run queued = store.queue(Ask.closure(), W1);
    store.time.jumpClock(Duration.ofHours(-1));
    assertThat(store.settle(run).endedAt()).isEqualTo(run.startedAt());
    assertThat(store.cancel(queued).endedAt()).contains(queued.registeredAt());
  }
}
