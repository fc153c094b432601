package dev.errand.testkit;

import static dev.errand.DeliveryStatus.IN_FLIGHT;
import static dev.errand.DeliveryStatus.UNROUTED;
import static dev.errand.DeliveryStatus.WAITING;
import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Applied;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What goes with a worker that closes or dies, and what stays (contract F11, F16, I1, J3). */
abstract class RetireConformance extends StoreSuite {

  RetireConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  @Test
  @DisplayName("F15 its sinks get nothing more; those of other workers stay")
  void routes() {
    store.mail.open(W1, JobFilter.unowned());
    store.mail.open(W1, "a");
    store.mail.open(W2, "b");
    store.mail.ended("a", "1");
    store.mail.ended("b", "2");
    store.mail.ended("", "3");
    store.mail.retire(W1);
    assertThat(store.mail.claimed(W1, "a")).isEmpty();
    assertThat(store.mail.claimed(W1, "")).isEmpty();
    assertThat(store.mail.claimed(W2, "b")).containsExactly("2");
    assertThat(store.mail.counts().parked()).isEqualTo(2);
    store.openRoute(W2);
    assertThat(store.mail.claimed(W2, "a")).containsExactly("1");
    assertThat(store.mail.claimed(W2, "")).containsExactly("3");
  }

  @Test
  @DisplayName("F3 a sink that had replaced one of the worker stays")
  void replaced() {
    long token = store.mail.open(W1, "a");
    store.mail.open(W2, "a");
    store.mail.retire(W1);
    store.mail.ended("a", "run");
    assertThat(store.mail.claimed(W2, "a")).containsExactly("run");
    assertThat(store.mail.close(JobFilter.owner("a"), token)).isFalse();
  }

  @Test
  @DisplayName(
      "I1 what ended while its sink was there waits for another one, though its body goes on")
  void bodyGoesOn() {
    store.openRoute(W1);
    Run running = store.start(Ask.closure().owner("a").id("run"), W2);
    Run run = store.end(running, DrivenStore.end(EndReason.TIMED_OUT, "too late"));
    Run others = store.start(Ask.closure().owner("a").id("other"), W2);
    store.mail.retire(W1);
    store.settle(run);
    assertThat(store.mail.status(run)).isEqualTo(WAITING);
    store.settle(others);
    assertThat(store.mail.status(others)).as("it ended without").isEqualTo(UNROUTED);
    store.openRoute(W2);
    assertThat(store.mail.claimed(W2, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("J2 where nobody has died, recovery changes nothing")
  void nobodyDied() {
    store.openRoute(W1);
    Run running = store.start(Ask.closure().owner("a"), W1);
    Run ended = store.mail.ended("a", "own");
    store.mail.hold(W2, "h", "own");
    Run held = store.now(ended);
    assertThat(store.submit(new Step.Recover(W1))).isEqualTo(Step.Recovered.NOTHING);
    assertThat(store.now(running)).isEqualTo(running);
    assertThat(store.now(held)).isEqualTo(held);
  }

  @Test
  @DisplayName("F11 its holds go, whoever had them; those of other workers stay")
  void holds() {
    store.openRoute(W2);
    store.mail.ended("a", "own");
    store.mail.ended("a", "shared");
    store.mail.hold(W1, "h", "own", "shared");
    store.mail.hold(W1, "other", "own");
    store.mail.hold(W2, "h", "shared");
    store.mail.retire(W1);
    assertThat(store.mail.claimed(W2, "a")).containsExactly("own");
    assertThat(store.mail.counts().held()).isEqualTo(1);
    assertThat(store.mail.release(W1, "h", "shared")).isEmpty();
    assertThat(store.mail.release(W2, "h", "shared")).hasSize(1);
    assertThat(store.mail.claimed(W2, "a")).containsExactly("shared");
  }

  @Test
  @DisplayName("F11 holds on runs that go on go, too")
  void holdsOnRunning() {
    Run run = store.start(Ask.closure().owner("a").id("run"), W2);
    store.mail.hold(W1, "h", "run");
    store.mail.retire(W1);
    assertThat(store.now(run)).isEqualTo(run);
  }

  @Test
  @DisplayName("J3 what its sinks had in flight is due again; what other workers have is not")
  void inFlight() {
    store.mail.open(W1, "a");
    store.mail.open(W2, "b");
    Run own = store.mail.ended("a", "own");
    Run foreign = store.mail.ended("b", "foreign");
    Run claimed = store.mail.claimOne(W1, "a");
    store.mail.claimOne(W2, "b");
    store.mail.open(W2, "a");
    store.mail.retire(W1);
    assertThat(store.mail.status(own)).isEqualTo(WAITING);
    assertThat(store.mail.status(foreign)).isEqualTo(IN_FLIGHT);
    assertThat(store.mail.claimOne(W2, "a").mail().attempts()).isEqualTo(2);
    // Its last word may still come.
    assertThat(store.mail.succeed(claimed)).isInstanceOf(Applied.class);
    assertThat(store.mail.status(own)).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F16 what a reader has leased stays leased: no worker has that")
  void leased() {
    store.openRoute(W1);
    Run run = store.mail.ended("a", "run");
    store.mail.takeOne("a");
    store.mail.retire(W1);
    assertThat(store.mail.status(run)).isEqualTo(IN_FLIGHT);
  }

  @Test
  @DisplayName("F16 what was given back by one worker and is in flight at another stays there")
  void movedOn() {
    store.openRoute(W1);
    Run run = store.mail.ended("a", "run");
    store.mail.giveBack(store.mail.claimOne(W1, "a"));
    store.openRoute(W2);
    Run claimed = store.mail.claimOne(W2, "a");
    store.mail.retire(W1);
    assertThat(store.now(run)).isEqualTo(claimed);
    store.mail.giveBack(claimed);
    store.mail.takeOne("a");
    store.mail.retire(W2);
    assertThat(store.mail.status(run)).isEqualTo(IN_FLIGHT);
  }

  @Test
  @DisplayName("F11 what it held and had in flight is due again, not held")
  void heldInFlight() {
    store.openRoute(W1);
    store.mail.ended("a", "run");
    store.mail.claimOne(W1, "a");
    store.mail.hold(W1, "h", "run");
    store.mail.retire(W1);
    store.openRoute(W2);
    assertThat(store.mail.claimed(W2, "a")).containsExactly("run");
  }

  @Test
  @DisplayName("F11 what another worker holds is held when it comes back")
  void heldByOther() {
    store.openRoute(W1);
    Run run = store.mail.ended("a", "run");
    store.mail.claimOne(W1, "a");
    store.mail.hold(W2, "h", "run");
    store.mail.retire(W1);
    assertThat(store.now(run).mail().isHeld()).isTrue();
  }

  @Test
  @DisplayName("F2 what it held is parked if its sink was the only one, not unrouted")
  void parked() {
    store.openRoute(W1);
    Run run = store.start(Ask.closure().id("run"), W1);
    store.mail.hold(W1, "h", "run");
    store.settle(run);
    store.mail.retire(W1);
    assertThat(store.mail.status(run)).isEqualTo(WAITING);
    assertThat(store.mail.counts().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F2 what it held without any sink is decided on")
  void unrouted() {
    Run run = store.start(Ask.closure().id("run"), W1);
    store.mail.hold(W1, "h", "run");
    store.settle(run);
    store.mail.retire(W1);
    assertThat(store.mail.status(run)).isEqualTo(DeliveryStatus.UNROUTED);
  }

  @Test
  @DisplayName("I1 its runs stay as they are, and so does everything when it retires again")
  void runs() {
    Run running = store.start(Ask.closure(), W1);
    Run queued = store.queue(Ask.closure(), W1);
    store.mail.retire(W1);
    store.mail.retire(W1);
    assertThat(store.rows()).containsExactly(running, queued);
    assertThat(store.settle(running).status()).isEqualTo(JobStatus.COMPLETED);
  }
}
