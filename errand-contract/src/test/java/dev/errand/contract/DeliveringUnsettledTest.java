package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F1 for runs whose bodies go on after the end. */
class DeliveringUnsettledTest extends DeliveryContractTest {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @Test
  @DisplayName("F1 the delivery waits for a body that goes on after the end, and has its late text")
  void waitsForTheBody() {
    ScriptedBody body = startStubborn(manager, "a", options().timeout(Duration.ofSeconds(5)));
    time.advance(Duration.ofSeconds(9));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(sink.calls()).isEmpty();

    body.complete("what it still found");
    time.runReady();

    Delivery delivery = sink.lastCall().delivery();
    assertThat(sink.times()).containsExactly(time.now());
    assertThat(delivery.settled()).isTrue();
    assertThat(delivery.job().end().orElseThrow().reason()).isEqualTo(EndReason.TIMED_OUT);
    assertThat(delivery.text()).isEqualTo("Timed out after 5 s");
    assertThat(delivery.job().lateText()).contains("what it still found");
  }

  @Test
  @DisplayName("F1 a body that outlives cancelGrace: due exactly then, and the envelope says so")
  void graceIsOver() {
    ScriptedBody body = startStubborn(manager, "a", options());
    time.advance(Duration.ofMinutes(1));
    manager.cancel("a", CancelledBy.PERSON);

    time.advance(GRACE.minus(TICK));
    assertThat(sink.calls()).isEmpty();
    time.advance(TICK);

    Delivery delivery = sink.lastCall().delivery();
    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(delivery.settled()).isFalse();
    assertThat(delivery.job().settledAt()).isEmpty();
    assertThat(delivery.job().endedAt()).contains(time.now().minus(GRACE));
    assertThat(delivery.text()).isEqualTo("Cancelled by a person");
    assertThat(body.isOver()).isFalse();
  }

  @Test
  @DisplayName("F1 a timed-out body that outlives cancelGrace: the same")
  void graceAfterTimeout() {
    startStubborn(manager, "a", options().timeout(Duration.ofSeconds(5)));

    time.advance(Duration.ofSeconds(15).minus(TICK));
    assertThat(sink.calls()).isEmpty();
    time.advance(TICK);

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(sink.lastCall().delivery().settled()).isFalse();
  }

  @Test
  @DisplayName("F1 what was delivered unsettled is not delivered again when the body goes at last")
  void notAgain() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    time.advance(GRACE);

    body.complete("late");
    time.advance(Duration.ofHours(1));

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F1 each attempt says how things stand: settled, once the body has gone meanwhile")
  void settledAtTheRetry() {
    sink.answerNext(Answer.fail("no"));
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    time.advance(GRACE);
    body.complete("late");
    time.advance(Duration.ofSeconds(1));

    assertThat(sink.calls().stream().map(call -> call.delivery().settled()))
        .containsExactly(false, true);
    assertThat(sink.lastCall().delivery().job().lateText()).contains("late");
  }

  @Test
  @DisplayName("F1 a body that goes during the call of its unsettled delivery changes nothing")
  void settlesInFlight() {
    sink.answer(Answer.hang());
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    time.advance(GRACE);

    body.complete("late");
    time.runReady();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.IN_FLIGHT);
    sink.lastCall().succeed();
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F1 without any cancelGrace a delivery never waits for a body")
  void noGrace() {
    AsyncJobManager hasty =
        manager(builder -> builder.onJobComplete(sink).cancelGrace(Duration.ZERO));
    startStubborn(hasty, "a", options());
    hasty.cancel("a", CancelledBy.PERSON);
    time.advance(Duration.ZERO);

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(sink.lastCall().delivery().settled()).isFalse();
  }

  @Test
  @DisplayName("F1 a body that heeds its cancellation is delivered at once, settled")
  void obedient() {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body, options().id("a").build());
    time.runReady();
    manager.cancel("a", CancelledBy.PERSON);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(sink.lastCall().delivery().settled()).isTrue();
  }

  @Test
  @DisplayName("F1 one run's stubborn body does not keep the deliveries of others waiting")
  void othersGoOn() {
    startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    end(manager, "b");

    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("F1 a jump of the wall clock neither hastens nor delays the end of the grace")
  void monotonic() {
    startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    time.jumpClock(Duration.ofDays(1));
    time.advance(GRACE.minus(TICK));
    assertThat(sink.calls()).isEmpty();
    time.jumpClock(Duration.ofDays(-2));
    time.advance(TICK);

    assertThat(sink.jobIds()).containsExactly("a");
  }
}
