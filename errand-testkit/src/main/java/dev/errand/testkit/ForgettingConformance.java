package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.applied;
import static dev.errand.testkit.DrivenStore.ids;
import static dev.errand.testkit.DrivenStore.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is forgotten and what is not, and that everything goes with it (contract H1). */
abstract class ForgettingConformance extends StoreSuite {
  private static final Duration KEPT = Duration.ofMinutes(3);
  private static final Duration TICK = Duration.ofMillis(1);

  ForgettingConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @BeforeEach
  void openRoute() {
    store.mail.open(W1, "a");
  }

  private static Ask ask(Duration retention) {
    return Ask.closure().owner("a").retention(retention);
  }

  private static Ask unowned(Duration retention) {
    return Ask.closure().retention(retention);
  }

  @Test
  @DisplayName(
      "H1 with no retention a run goes in the step that concludes it, which still shows it")
  void none() {
    Duration none = Duration.ZERO;
    assertThat(store.mail.ended(unowned(none)).mail().status()).isEqualTo(DeliveryStatus.UNROUTED);
    Run queued = store.queue(ask(none), W1);
    assertThat(store.cancel(queued).mail().status()).isEqualTo(DeliveryStatus.NEVER_DUE);
    store.mail.ended(ask(none));
    Run delivered = applied(store.mail.succeed(store.mail.claimOne(W1, "a")));
    assertThat(delivered.mail().status()).isEqualTo(DeliveryStatus.DELIVERED);
    Run waiting = store.mail.ended(ask(none));
    assertThat(store.mail.acknowledge(waiting.id()).runs()).hasSize(1);
    Run muted = store.start(ask(none), W1);
    store.mail.acknowledge(muted.id());
    assertThat(store.settle(muted).mail().status()).isEqualTo(DeliveryStatus.MUTED);
    Run held = store.start(unowned(none), W1);
    store.mail.hold(W1, "h", held.id());
    store.settle(held);
    assertThat(DrivenMail.statuses(store.mail.release(W1, "h", held.id())))
        .containsExactly(DeliveryStatus.UNROUTED);
    assertThat(store.rows()).isEmpty();
    assertThat(store.sweep().next()).isEmpty();
  }

  @Test
  @DisplayName("H1 with no retention, what one step ends goes with it, but for bodies that go on")
  void noneOfMany() {
    Run running = store.start(unowned(Duration.ZERO), W1);
    for (int i = 0; i < 3; i++) {
      store.queue(unowned(Duration.ZERO), W1);
    }
    Step.CancelAll all =
        new Step.CancelAll(CancelledBy.SHUTDOWN, JobFilter.all(), Optional.empty());
    assertThat(store.submit(all)).hasSize(4);
    assertThat(ids(store.rows())).containsExactly(running.id());
    store.settle(running);
    assertThat(store.rows()).isEmpty();
  }

  @Test
  @DisplayName("H1 what is under way, a dead letter, or goes on is not forgotten")
  void notOver() {
    store.mail.ended(ask(TICK).id("dead").maxAttempts(1));
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.mail.ended(ask(TICK).id("in flight"));
    store.mail.claimOne(W1, "a");
    store.mail.ended(ask(TICK).id("due"));
    store.mail.ended(Ask.closure().owner("b").id("parked").policy(Ask.PARKS).retention(TICK));
    store.mail.ended(ask(TICK).id("held"));
    store.mail.hold(W1, "h", "held");
    store.start(ask(TICK).id("running"), W1);
    store.cancel(store.start(ask(TICK).id("body"), W1));
    store.queue(ask(TICK).id("queued"), W1);
    store.pass(Duration.ofHours(1));
    store.sweep();
    assertThat(ids(store.rows()))
        .containsExactly("dead", "in flight", "due", "parked", "held", "running", "body", "queued");
  }

  @Test
  @DisplayName("H1 with its row everything keyed by the run goes: id, key, holds, order")
  void everything() {
    Run run = store.start(unowned(KEPT).id("x").key("k"), W1);
    store.settle(run);
    store.mail.hold(W1, "h", "x");
    store.pass(KEPT);
    store.sweep();
    assertThat(store.store.find("x", JobFilter.all())).isEmpty();
    assertThat(store.store.recent(9, JobFilter.all())).isEmpty();
    Run namesake = store.start(unowned(KEPT).id("x").key("k"), W2);
    assertThat(namesake.id()).isEqualTo("x");
    assertThat(store.mail.release(W1, "h", "x")).isEmpty();
    assertThat(store.mail.consume(run)).isEmpty();
    assertThat(store.finish(run, returned("")).endedHere()).isFalse();
    assertThat(store.rows()).containsExactly(namesake);
  }

  @Test
  @DisplayName("H1 many runs are forgotten in as many sweeps as it takes")
  void many() {
    List<Run> ended =
        store.submitAll(1_200, i -> store.register(unowned(KEPT), W1, 1, Bounds.DEFAULT)).stream()
            .map(DrivenStore::registered)
            .toList();
    store.submitAll(
        1_200, i -> DrivenStore.finishStep(ended.get(i), returned(""), DrivenStore.claimOf(W1, 0)));
    store.pass(KEPT);
    store.sweep();
    assertThat(store.rows()).isEmpty();
  }
}
