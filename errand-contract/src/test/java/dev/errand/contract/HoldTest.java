package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F11: a hold keeps a delivery back, and its end lets it go. */
class HoldTest extends MailContractTest {
  private final AsyncJobManager manager = delivering();

  private Hold hold(String id) {
    return manager.hold(id).orElseThrow();
  }

  private boolean isHeld(String id) {
    return job(manager, id).delivery().held();
  }

  @Test
  @DisplayName("F11 the delivery of a held job is kept back, and due at once when the hold goes")
  void keptBack() {
    ScriptedBody body = running(manager, "a");
    Hold hold = hold("a");
    assertThat(hold.jobId()).isEqualTo("a");
    assertThat(isHeld("a")).isTrue();

    end(body);
    time.advance(Duration.ofDays(2));
    assertThat(sink.calls()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(isHeld("a")).isTrue();

    hold.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(isHeld("a")).isFalse();
  }

  @Test
  @DisplayName("F11 a hold that goes before the end changes nothing")
  void goneBefore() {
    ScriptedBody body = running(manager, "a");
    hold("a").close();
    assertThat(isHeld("a")).isFalse();

    end(body);

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName(
      "F11 holds are counted: the last one lets the delivery go, closing one twice is once")
  void counted() {
    ScriptedBody body = running(manager, "a");
    Hold first = hold("a");
    Hold second = hold("a");
    end(body);

    first.close();
    first.close();
    time.runReady();
    assertThat(sink.calls()).isEmpty();
    assertThat(isHeld("a")).isTrue();

    second.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 a hold on a delivery that waits for its retry stops it; its end is the retry")
  void heldDuringRetry() {
    sink.answerNext(Answer.fail("no"));
    ended(manager, "a");
    Hold hold = hold("a");
    time.advance(Duration.ofMillis(100));
    hold.close();
    time.runReady();
    assertThat(sink.callsFor("a")).as("due at once, long before 500 ms").hasSize(2);
    assertThat(sink.lastCall().attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("F11 a retry whose time comes while it is held is not made")
  void retryWhileHeld() {
    sink.answerNext(Answer.fail("no"));
    ended(manager, "a");
    Hold hold = hold("a");

    time.advance(HOUR);
    assertThat(sink.calls()).hasSize(1);

    hold.close();
    time.advance(HOUR);
    assertThat(sink.calls()).hasSize(2);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F11 a held delivery is in nobody's way")
  void othersGoOn() {
    ScriptedBody body = running(manager, "a");
    hold("a");
    end(body);

    ended(manager, "b");

    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("F11 the end of a hold does not hurry a body: what has not settled is not yet due")
  void unsettled() {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    ended(manager, "a", "alice", body);
    Hold hold = hold("a");
    manager.cancel("a", CancelledBy.PERSON);
    time.runReady();

    hold.close();
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    end(body);
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 a hold on a delivered job is possible, and its end does not deliver again")
  void consumedBefore() {
    ended(manager, "a");

    hold("a").close();
    time.advance(SECOND);

    assertThat(sink.calls()).hasSize(1);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F11 what was acknowledged while it was held is not due when the hold goes")
  void acknowledgedMeanwhile() {
    ScriptedBody body = running(manager, "a");
    Hold hold = hold("a");
    end(body);
    assertThat(manager.acknowledgeDeliveries(List.of("a"))).isOne();

    hold.close();
    time.advance(HOUR);

    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F11 an unknown, blank or foreign id is not held; one with blanks around it is")
  void whichIds() {
    running(manager, "a");

    assertThat(manager.hold("b")).isEmpty();
    assertThat(manager.hold(" ")).isEmpty();
    assertThat(manager.hold("a", BOB)).isEmpty();
    assertThat(isHeld("a")).isFalse();
    assertThat(manager.hold("\ta ", ALICE)).map(Hold::jobId).contains("a");
    assertThat(isHeld("a")).isTrue();
  }

  @Test
  @DisplayName("F11 a hold belongs to its run: neither it nor its end touches a namesake")
  void namesake() {
    ended(manager, "a");
    Hold ofTheFirst = hold("a");
    manager.evict(ALL);
    ScriptedBody body = running(manager, "a");
    assertThat(isHeld("a")).isFalse();
    Hold ofTheSecond = hold("a");
    end(body);

    ofTheFirst.close();
    time.runReady();
    assertThat(sink.calls()).as("the first run's only").hasSize(1);

    ofTheSecond.close();
    time.runReady();
    assertThat(sink.calls()).hasSize(2);
  }

  @Test
  @DisplayName("F11 held mail for which there is no possible sink is unrouted when the hold goes")
  void noSink() {
    AsyncJobManager withoutSink = manager();
    ScriptedBody body = running(withoutSink, "a");
    Hold hold = withoutSink.hold("a").orElseThrow();
    end(body);
    assertThat(status(withoutSink, "a")).isEqualTo(DeliveryStatus.WAITING);

    hold.close();

    assertThat(status(withoutSink, "a")).isEqualTo(DeliveryStatus.UNROUTED);
  }
}
