package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.applied;
import static dev.errand.testkit.DrivenStore.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long runs are kept, and that everything goes with them (contract H1). */
abstract class RetentionConformance extends StoreSuite {
  private static final Duration KEPT = Duration.ofMinutes(3);
  private static final Duration TICK = Duration.ofMillis(1);

  RetentionConformance(Function<TimeAndThreads, JobStore> opener) {
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

  private void assertGoesAfter(Duration kept, Run run) {
    assertThat(store.sweep().next()).contains(kept);
    store.pass(kept.minus(TICK));
    store.sweep();
    assertThat(store.rows()).containsExactly(run);
    store.pass(TICK);
    store.sweep();
    assertThat(store.rows()).isEmpty();
  }

  @Test
  @DisplayName("H1 a delivered run is kept for its retention, from the delivery on")
  void delivered() {
    store.mail.ended(ask(KEPT));
    store.pass(KEPT);
    Run inFlight = store.mail.claimOne(W1, "a");
    store.pass(KEPT);
    assertThat(store.sweep().next()).isEmpty();
    assertGoesAfter(KEPT, applied(store.mail.succeed(inFlight)));
  }

  @Test
  @DisplayName("H1 an acknowledged run is kept from the acknowledgement on")
  void acknowledged() {
    Run run = store.mail.ended(ask(KEPT));
    store.pass(KEPT);
    store.mail.acknowledge(run.id());
    assertGoesAfter(KEPT, store.now(run));
  }

  @Test
  @DisplayName("H1 runs whose delivery is unrouted, never due or muted are kept from the end on")
  void concludedByTheEnd() {
    store.mail.ended(unowned(KEPT).id("unrouted"));
    store.settle(store.cancel(store.start(ask(KEPT).id("never due"), W1)));
    Run muted = store.start(ask(KEPT).id("muted"), W1);
    store.mail.acknowledge("muted");
    store.pass(KEPT);
    store.settle(muted);
    store.sweep();
    assertThat(ids(store.rows())).containsExactly("muted");
    assertGoesAfter(KEPT, store.now(muted));
  }

  @Test
  @DisplayName("H1 if the body is gone later than that, its retention counts from there")
  void settledLater() {
    Run run = store.start(ask(KEPT), W1);
    store.cancel(run);
    store.pass(KEPT);
    store.giveUp(store.now(run));
    store.pass(KEPT);
    assertThat(store.sweep().next()).isEmpty();
    assertGoesAfter(KEPT, store.settle(store.now(run)));
  }

  @Test
  @DisplayName("H1 each run has the retention it was registered with")
  void each() {
    for (int minutes : new int[] {3, 1, 2}) {
      store.mail.ended(unowned(Duration.ofMinutes(minutes)).id("for " + minutes));
    }
    store.pass(Duration.ofMinutes(1));
    store.sweep();
    assertThat(ids(store.rows())).containsExactly("for 3", "for 2");
    store.pass(Duration.ofMinutes(1));
    store.sweep();
    assertThat(ids(store.rows())).containsExactly("for 3");
  }

  @Test
  @DisplayName("H1 very long durations mean: keep")
  void veryLong() {
    Run kept = store.mail.ended(unowned(Duration.ofSeconds(Long.MAX_VALUE)));
    Run tenYears = store.mail.ended(unowned(Duration.ofDays(3_650)));
    store.pass(Duration.ofDays(3_649));
    store.sweep();
    assertThat(store.rows()).containsExactly(kept, tenYears);
  }

  @Test
  @DisplayName("F12 a mute that is lifted stops the retention; it begins anew at the conclusion")
  void resumed() {
    Run run = store.start(ask(KEPT), W1);
    store.mail.acknowledge(run.id());
    store.settle(run);
    store.pass(KEPT.minus(TICK));
    store.mail.resume(run.id());
    store.pass(KEPT);
    assertThat(store.sweep().next()).isEmpty();
    assertGoesAfter(KEPT, applied(store.mail.succeed(store.mail.claimOne(W1, "a"))));
  }

  @Test
  @DisplayName("H1 a dead letter that is acknowledged is kept for its retention from there on")
  void deadAcknowledged() {
    Run run = store.mail.ended(ask(KEPT).maxAttempts(1));
    store.mail.fail(store.mail.claimOne(W1, "a"));
    store.pass(KEPT);
    store.mail.acknowledge(run.id());
    assertGoesAfter(KEPT, store.now(run));
  }

  @Test
  @DisplayName("H1 retention does not hang on the wall clock")
  void clockJumps() {
    Run run = store.mail.ended(unowned(KEPT));
    store.time.jumpClock(Duration.ofDays(1));
    store.sweep();
    store.time.jumpClock(Duration.ofDays(-2));
    assertGoesAfter(KEPT, run);
  }
}
