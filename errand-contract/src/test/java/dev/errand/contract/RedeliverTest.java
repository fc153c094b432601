package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryInfo;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: {@code redeliver} puts a dead letter back. */
class RedeliverTest extends DeliveryContractTest {
  private final AsyncJobManager manager =
      manager(builder -> builder.onJobComplete(sink).maxAttempts(2));

  /** A dead letter of this owner; returns its delivery id. */
  private String dead(String id, String owner) {
    sink.answerTo(id, Answer.fail("no"));
    end(manager, id, owner);
    time.advance(Duration.ofSeconds(1));
    assertThat(status(manager, id)).isEqualTo(DeliveryStatus.DEAD);
    String deliveryId = sink.lastCall().delivery().deliveryId();
    sink.answerTo(id, Answer.take());
    return deliveryId;
  }

  @Test
  @DisplayName("F6 redeliver: the same id, due at once, counted anew")
  void atOnce() {
    String deliveryId = dead("a", "me");
    time.advance(Duration.ofDays(2));

    assertThat(manager.redeliver(deliveryId)).isTrue();
    time.runReady();

    Call call = sink.lastCall();
    assertThat(sink.calls()).hasSize(3);
    assertThat(call.at()).isEqualTo(time.now());
    assertThat(call.delivery().deliveryId()).isEqualTo(deliveryId);
    assertThat(call.attempt()).isEqualTo(1);
    assertThat(call.delivery().text()).isEqualTo("result of a");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(manager.deadLetters(JobFilter.all())).isEmpty();
    assertThat(manager.deliveryState().dead()).isZero();
  }

  @Test
  @DisplayName("F6 what was put back waits like any other, without its old counters")
  void waitsLikeAnyOther() {
    String deliveryId = dead("a", "me");
    assertThat(manager.redeliver(deliveryId)).isTrue();

    DeliveryInfo back = delivery(manager, "a");
    assertThat(back.status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(back.attempts()).isZero();
    assertThat(back.nextAttemptAt()).isEmpty();
    assertThat(manager.deliveryState().queued()).isEqualTo(1);
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F6 what was put back may fail as often as a new one, with the same waits, and die")
  void diesAgain() {
    String deliveryId = dead("a", "me");
    sink.answerTo("a", Answer.fail("no"));
    for (int i = 0; i < 3; i++) {
      int before = sink.calls().size();
      assertThat(manager.redeliver(deliveryId)).isTrue();
      time.advance(Duration.ofMillis(500).minus(TICK));
      assertThat(sink.calls()).hasSize(before + 1);
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
      time.advance(Duration.ofMillis(200));
      assertThat(sink.calls()).hasSize(before + 2);
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    }
  }

  @Test
  @DisplayName("F6 what was put back has its whole deliveryTtl again")
  void ttlAnew() {
    AsyncJobManager hasty =
        manager(builder -> builder.onJobComplete(sink).deliveryTtl(Duration.ofSeconds(10)));
    sink.answer(Answer.fail("no"));
    end(hasty, "a");
    time.advance(Duration.ofDays(1));
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.DEAD);
    int before = sink.calls().size();
    assertThat(hasty.redeliver(sink.lastCall().delivery().deliveryId())).isTrue();
    time.advance(Duration.ofSeconds(9));
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.advance(Duration.ofMinutes(1));

    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(sink.calls()).hasSize(2 * before);
  }

  @Test
  @DisplayName("F6 redeliver is false for what is no dead letter, and changes nothing")
  void noDeadLetter() {
    String deliveryId = dead("a", "me");
    assertThat(manager.redeliver(deliveryId)).isTrue();
    assertThat(manager.redeliver(deliveryId)).isFalse();
    time.runReady();
    assertThat(manager.redeliver(deliveryId)).isFalse();
    for (String unknown :
        new String[] {"", " ", "a", "d-", "d-x", "d-x-1", "x", deliveryId + "0"}) {
      assertThat(manager.redeliver(unknown)).as(unknown).isFalse();
    }
    end(manager, "b");
    assertThat(manager.redeliver(sink.lastCall().delivery().deliveryId())).isFalse();
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a", "a", "a", "b");
  }

  @Test
  @DisplayName("F6 redeliver puts back just this one, its id trimmed")
  void onlyThisOne() {
    String first = dead("a", "me");
    dead("b", "me");

    assertThat(manager.redeliver(" " + first + "\n")).isTrue();
    time.runReady();

    assertThat(jobIds(sink.taken())).containsExactly("a");
    assertThat(jobIds(manager.deadLetters(JobFilter.all()))).containsExactly("b");
  }

  @Test
  @DisplayName("F6 under a filter somebody else's dead letter looks unknown")
  void foreign() {
    String deliveryId = dead("a", "me");
    assertThat(manager.redeliver(deliveryId, JobFilter.owner("you"))).isFalse();
    assertThat(manager.redeliver(deliveryId, JobFilter.unowned())).isFalse();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(manager.redeliver(deliveryId, JobFilter.ownerTree("me"))).isTrue();
  }

  @Test
  @DisplayName("F6 what is put back while there is no sink waits for one")
  void withoutSink() {
    AsyncJobManager sinks = manager(builder -> builder.maxAttempts(1));
    sink.answerNext(Answer.fail("no"));
    var registration = sinks.registerDeliverySink("me", sink);
    end(sinks, "a", "me");
    registration.close();
    assertThat(sinks.redeliver(sink.lastCall().delivery().deliveryId())).isTrue();
    time.advance(Duration.ofHours(1));
    assertThat(status(sinks, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(sinks.deliveryState().parked()).isEqualTo(1);

    sinks.registerDeliverySink("me", sink);
    time.runReady();
    assertThat(jobIds(sink.taken())).containsExactly("a");
  }

  @Test
  @DisplayName("F6 what was put back and taken is kept for the retention from then on")
  void retentionAfterwards() {
    String deliveryId = dead("a", "me");
    time.advance(Duration.ofDays(2));
    assertThat(manager.redeliver(deliveryId)).isTrue();
    time.advance(Duration.ofMinutes(5).minus(TICK));
    assertThat(manager.job("a")).isPresent();
    time.advance(Duration.ofSeconds(1));

    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("F6 a null delivery id is refused")
  void badInput() {
    assertThatThrownBy(() -> manager.redeliver(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deliveryId");
  }
}
