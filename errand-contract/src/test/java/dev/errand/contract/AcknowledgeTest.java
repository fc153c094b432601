package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F12: what acknowledging drops, what it counts, and what it leaves alone. */
class AcknowledgeTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  @Test
  @DisplayName("F12 what waits for its retry is dropped and counted, and never tried again")
  void waiting() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a");

    assertThat(manager.acknowledgeDeliveries(A)).isOne();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertThat(job(manager, "a").delivery().nextAttemptAt()).isEmpty();
    time.advance(HOUR);
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F12 what waits behind a busy sink is dropped and counted")
  void behindABusySink() {
    sink.answerNext(Answer.hang());
    ended(manager, "busy", "a");

    assertThat(manager.acknowledgeDeliveries(A)).isOne();
    sink.lastCall().succeed();
    time.advance(HOUR);

    assertThat(sink.jobIds()).containsExactly("busy");
  }

  @Test
  @DisplayName("F12 what is held is dropped and counted; the hold's end does not bring it back")
  void held() {
    ScriptedBody body = running(manager, "a");
    Hold hold = manager.hold("a").orElseThrow();
    end(body);

    assertThat(manager.acknowledgeDeliveries(A)).isOne();
    assertThat(manager.deliveryState().held()).isZero();
    hold.close();
    time.advance(HOUR);

    assertThat(sink.calls()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("F12 what is parked is dropped and counted; a sink that comes later does not get it")
  void parked() {
    AsyncJobManager parking = parking();
    ended(parking, "a", "b");

    assertThat(parking.acknowledgeDeliveries(A)).isOne();
    parking.registerDeliverySink("alice", sink);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("F12 what waits for a body that goes on is dropped and counted")
  void unsettled() {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    ended(manager, "a", "alice", body);
    manager.cancel("a", CancelledBy.PERSON);
    time.runReady();

    assertThat(manager.acknowledgeDeliveries(A)).isOne();
    end(body);
    time.advance(HOUR);

    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F12 what is in flight is not counted; if the call fails it is not retried")
  void inFlightFails() {
    sink.answer(Answer.hang());
    ended(manager, "a");

    assertThat(manager.acknowledgeDeliveries(A)).isZero();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    sink.lastCall().fail("no");
    time.advance(HOUR);

    assertThat(sink.calls()).hasSize(1);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertThat(manager.deliveryState().nextRetryAt()).isEmpty();
  }

  @Test
  @DisplayName("F12 what is in flight stays acknowledged if the call succeeds or takes too long")
  void inFlightSucceeds() {
    sink.answer(Answer.hangStubbornly());
    ended(manager, "a");
    ended(manager, "b", "bob", DONE);
    assertThat(manager.acknowledgeDeliveries(List.of("a", "b"))).isZero();

    sink.callsFor("a").get(0).succeed();
    time.advance(HOUR);
    sink.callsFor("b").get(0).succeed();
    time.runReady();

    assertThat(sink.calls()).hasSize(2);
    assertThat(List.of("a", "b"))
        .allMatch(id -> status(manager, id) == DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("F12 a job that goes on is muted and not counted: it ends silently")
  void running() {
    ScriptedBody body = running(manager, "a");

    assertThat(manager.acknowledgeDeliveries(A)).isZero();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.MUTED);
    end(body);
    time.advance(SECOND);

    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.MUTED);
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F12 a muted job ends silently however it ends")
  void mutedAndCancelled() {
    running(manager, "a");
    ScriptedBody failing = running(manager, "b");
    manager.acknowledgeDeliveries(List.of("a", "b"));

    manager.cancel("a", CancelledBy.PERSON);
    failing.fail(new IllegalStateException("no"));
    time.advance(HOUR);

    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F12 what was consumed before is not counted, and stays as it was")
  void consumedBefore() {
    ended(manager, "a");
    assertThat(manager.acknowledgeDeliveries(A)).isZero();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);

    sink.answer(Answer.fail("no"));
    ended(manager, "b");
    assertThat(manager.acknowledgeDeliveries(List.of("b"))).isOne();
    assertThat(manager.acknowledgeDeliveries(List.of("b"))).as("the second time").isZero();
  }

  @Test
  @DisplayName("F12 dead, unrouted and never due ones become acknowledged, but are not counted")
  void concluded() {
    AsyncJobManager mixed = manager(builder -> builder.maxAttempts(1));
    mixed.registerDeliverySink("alice", RecordingSink.of(time, Answer.fail("no")));
    ended(mixed, "dead");
    ended(mixed, "unrouted", "bob", DONE);
    running(mixed, "never due");
    mixed.cancel("never due");
    time.runReady();
    List<String> ids = List.of("dead", "unrouted", "never due");
    assertThat(ids)
        .extracting(id -> status(mixed, id))
        .containsExactly(DeliveryStatus.DEAD, DeliveryStatus.UNROUTED, DeliveryStatus.NEVER_DUE);

    assertThat(mixed.acknowledgeDeliveries(ids)).isZero();

    assertThat(ids).allMatch(id -> status(mixed, id) == DeliveryStatus.ACKNOWLEDGED);
    assertThat(mixed.deadLetters(ALL)).isEmpty();
    assertThat(mixed.redeliver("d-" + job(mixed, "dead").runId())).isFalse();
  }
}
