package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryState;
import dev.errand.DeliveryStatus;
import dev.errand.Subscription;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F10: calls that are under way, and when the next retry is. */
class DeliveryStateCallsTest extends MailContractTest {
  private final AsyncJobManager manager = delivering();

  private static void assertCalls(DeliveryState state, int delivering, int stuck) {
    assertThat(List.of(state.delivering(), state.stuck()))
        .as("delivering and stuck of %s", state)
        .containsExactly(delivering, stuck);
  }

  private Instant nextAttemptOf(String id) {
    return job(manager, id).delivery().nextAttemptAt().orElseThrow();
  }

  @Test
  @DisplayName("F10 delivering counts the calls that run, one for each busy owner")
  void busyOwners() {
    sink.answer(Answer.hang());
    ended(manager, "a", "b");
    ended(manager, "c", "bob", DONE);

    assertCalls(manager.deliveryState(), 2, 0);
    assertCalls(manager.deliveryState(ALICE), 1, 0);

    sink.callsFor("c").get(0).succeed();
    time.runReady();
    assertCalls(manager.deliveryState(), 1, 0);
    assertCalls(manager.deliveryState(BOB), 0, 0);
  }

  @Test
  @DisplayName("F10 a call past its bound is counted as stuck until it returns, and still delivers")
  void stuck() {
    sink.answer(Answer.hangStubbornly());
    ended(manager, "a");
    time.advance(Duration.ofSeconds(29));
    assertCalls(manager.deliveryState(), 1, 0);

    time.advance(Duration.ofSeconds(2));
    assertCalls(manager.deliveryState(), 1, 1);
    assertCalls(manager.deliveryState(ALICE), 1, 1);
    assertCalls(manager.deliveryState(BOB), 0, 0);
    assertThat(manager.deliveryState().queued()).isOne();

    sink.lastCall().succeed();
    time.runReady();
    assertCalls(manager.deliveryState(), 0, 0);
    assertThat(manager.deliveryState().queued()).isZero();
  }

  @Test
  @DisplayName("F10 an abandoned call is still running and stuck, beside the one that follows it")
  void abandoned() {
    sink.answer(Answer.hangStubbornly());
    ended(manager, "a");
    time.advance(Duration.ofSeconds(61));
    assertThat(sink.calls()).hasSize(2);

    assertCalls(manager.deliveryState(), 2, 1);
    assertCalls(manager.deliveryState(ALICE), 2, 1);
    assertCalls(manager.deliveryState(BOB), 0, 0);
    assertThat(manager.deliveryState().queued()).as("one delivery all the same").isOne();
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a");

    sink.calls().get(0).succeed();
    time.runReady();
    assertCalls(manager.deliveryState(), 1, 0);
    assertThat(manager.deliveryState().queued()).as("the late success concluded it").isZero();

    sink.calls().get(1).succeed();
    time.runReady();
    assertCalls(manager.deliveryState(), 0, 0);
  }

  @Test
  @DisplayName("F10 a call whose delivery was acknowledged or forgotten meanwhile is still running")
  void acknowledgedMeanwhile() {
    sink.answer(Answer.hang());
    ended(manager, "a");
    ended(manager, "b", "bob", DONE);

    manager.acknowledgeDeliveries(List.of("a"));
    manager.evict(BOB);

    assertCalls(manager.deliveryState(), 2, 0);
    assertThat(manager.deliveryState().queued()).isZero();
    assertThat(manager.deliveryState().pendingJobIds()).isEmpty();
  }

  @Test
  @DisplayName("F10 nextRetryAt is empty before and during a first attempt")
  void noRetryYet() {
    sink.answer(Answer.hang());
    ended(manager, "a", "b");

    assertThat(manager.deliveryState().nextRetryAt()).isEmpty();
  }

  @Test
  @DisplayName("F10 nextRetryAt is the moment of the earliest retry among those the filter sees")
  void earliest() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a", "alice", DONE);
    time.advance(Duration.ofMillis(300));
    ended(manager, "b", "bob", DONE);
    ended(manager, "c", "bob", DONE);

    Instant a = nextAttemptOf("a");
    Instant b = nextAttemptOf("b");
    Instant c = nextAttemptOf("c");
    assertThat(manager.deliveryState(ALICE).nextRetryAt()).contains(a);
    assertThat(manager.deliveryState(BOB).nextRetryAt()).contains(b.isBefore(c) ? b : c);
    assertThat(manager.deliveryState().nextRetryAt()).as("a failed long before").contains(a);

    time.advance(Duration.between(time.now(), a).minusNanos(1));
    assertThat(sink.callsFor("a")).hasSize(1);
    time.advance(Duration.ofNanos(1));
    assertThat(sink.callsFor("a")).hasSize(2);
  }

  @Test
  @DisplayName("F10 nextRetryAt goes on to the next one when the first is acknowledged or held")
  void goesOn() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a");
    time.advance(Duration.ofMillis(300));
    ended(manager, "b");
    Instant ofA = nextAttemptOf("a");
    Instant ofB = nextAttemptOf("b");
    assertThat(manager.deliveryState().nextRetryAt()).contains(ofA);

    manager.acknowledgeDeliveries(List.of("a"));
    assertThat(manager.deliveryState().nextRetryAt()).contains(ofB);

    manager.hold("b");
    assertThat(manager.deliveryState().nextRetryAt()).isEmpty();
  }

  @Test
  @DisplayName("F10 nextRetryAt is of real retries only: parked mail has none while it has no sink")
  void parkedWhileItWaits() {
    AsyncJobManager parking = parking();
    sink.answer(Answer.fail("no"));
    Subscription registration = parking.registerDeliverySink("alice", sink);
    ended(parking, "a");
    assertThat(parking.deliveryState().nextRetryAt()).isPresent();

    registration.close();

    assertThat(parking.deliveryState().parked()).isOne();
    assertThat(parking.deliveryState().nextRetryAt()).isEmpty();
    assertThat(parking.deliveryState(ALICE).nextRetryAt()).isEmpty();
  }

  @Test
  @DisplayName("F10 nextRetryAt is never a moment of the past, also while the sink is busy")
  void notPast() {
    sink.answerNext(Answer.fail("no"), Answer.hang());
    ended(manager, "a");
    ended(manager, "busy");

    time.advance(Duration.ofSeconds(5));

    assertThat(sink.callsFor("a")).as("its time is over, but the sink is busy").hasSize(1);
    assertThat(manager.deliveryState().nextRetryAt())
        .matches(next -> next.isEmpty() || !next.get().isBefore(time.now()));
  }

  @Test
  @DisplayName("F10 the state is that of the moment of the question")
  void oneMoment() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a");
    DeliveryState before = manager.deliveryState();

    sink.answer(Answer.take());
    time.advance(SECOND);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(before.queued()).isOne();
    assertThat(before.nextRetryAt()).isPresent();
    assertThat(manager.deliveryState().nextRetryAt()).isEqualTo(Optional.empty());
  }
}
