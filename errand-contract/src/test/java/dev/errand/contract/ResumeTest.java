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

/** Contract F12: resuming lifts the mute, and nothing else. */
class ResumeTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  private ScriptedBody muted(String id) {
    ScriptedBody body = running(manager, id);
    manager.acknowledgeDeliveries(List.of(id));
    assertThat(status(manager, id)).isEqualTo(DeliveryStatus.MUTED);
    return body;
  }

  @Test
  @DisplayName("F12 a job whose mute is lifted before its end is delivered like any other")
  void beforeTheEnd() {
    ScriptedBody body = muted("a");

    assertThat(manager.resumeDeliveries(A)).isOne();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.NOT_DUE);
    end(body);

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F12 a job that has ended silently is due at once when its mute is lifted")
  void afterTheEnd() {
    end(muted("a"));
    time.advance(SECOND);
    assertThat(sink.calls()).isEmpty();

    assertThat(manager.resumeDeliveries(A)).isOne();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(sink.lastCall().attempt()).isOne();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(manager.resumeDeliveries(A)).as("the second time").isZero();
  }

  @Test
  @DisplayName("F12 what was acknowledged after its end is not muted: resuming does not revive it")
  void acknowledgedAfterTheEnd() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a");
    manager.acknowledgeDeliveries(A);

    assertThat(manager.resumeDeliveries(A)).isZero();
    time.advance(HOUR);

    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F12 what was acknowledged in flight is not revived either")
  void acknowledgedInFlight() {
    sink.answer(Answer.hang());
    ended(manager, "a");
    manager.acknowledgeDeliveries(A);

    assertThat(manager.resumeDeliveries(A)).isZero();
    sink.lastCall().fail("no");
    time.advance(HOUR);

    assertThat(sink.calls()).hasSize(1);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("F12 resumeDeliveries returns how many distinct known ids were muted")
  void howMany() {
    muted("a");
    muted("b");
    running(manager, "c");

    assertThat(manager.resumeDeliveries(List.of("c", "unknown", "", " "))).isZero();
    assertThat(manager.resumeDeliveries(List.of(" a", "a", "b\t", "c", "unknown"))).isEqualTo(2);
    assertThat(manager.resumeDeliveries(List.of("a", "b"))).isZero();
    assertThat(manager.resumeDeliveries(List.of())).isZero();
  }

  @Test
  @DisplayName("F12 under a filter a foreign id is unknown: its mute stays")
  void foreign() {
    ScriptedBody body = muted("a");

    assertThat(manager.resumeDeliveries(A, BOB)).isZero();
    end(body);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.MUTED);
    assertThat(manager.resumeDeliveries(A, ALICE)).isOne();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F12 a job can be muted again")
  void again() {
    ScriptedBody body = muted("a");
    manager.resumeDeliveries(A);
    manager.acknowledgeDeliveries(A);

    end(body);
    time.advance(SECOND);

    assertThat(sink.calls()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.MUTED);
  }

  @Test
  @DisplayName("F12 what is held as well waits for the hold's end after its mute is lifted")
  void held() {
    ScriptedBody body = muted("a");
    Hold hold = manager.hold("a").orElseThrow();
    end(body);
    manager.resumeDeliveries(A);
    time.advance(SECOND);
    assertThat(sink.calls()).isEmpty();

    hold.close();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F12 the end of a hold does not lift a mute")
  void holdGoes() {
    ScriptedBody body = muted("a");
    Hold hold = manager.hold("a").orElseThrow();
    end(body);

    hold.close();
    time.advance(SECOND);
    assertThat(sink.calls()).isEmpty();

    assertThat(manager.resumeDeliveries(A)).isOne();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F12 what has ended but not settled is due when it settles, not when it is resumed")
  void unsettled() {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    ended(manager, "a", "alice", body);
    manager.acknowledgeDeliveries(A);
    manager.cancel("a", CancelledBy.PERSON);
    time.runReady();

    assertThat(manager.resumeDeliveries(A)).isOne();
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    end(body);
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName(
      "F12 resumed mail goes where mail goes: parked without its sink, unrouted without any")
  void withoutSink() {
    for (boolean parks : new boolean[] {true, false}) {
      AsyncJobManager withoutSink = parks ? parking() : manager();
      ScriptedBody body = running(withoutSink, "a");
      withoutSink.acknowledgeDeliveries(A);
      end(body);

      assertThat(withoutSink.resumeDeliveries(A)).isOne();

      assertThat(status(withoutSink, "a"))
          .isEqualTo(parks ? DeliveryStatus.WAITING : DeliveryStatus.UNROUTED);
      assertThat(withoutSink.deliveryState().parked()).isEqualTo(parks ? 1 : 0);
    }
  }

  @Test
  @DisplayName("F12 a mute can be lifted as long as the row is kept, which is then kept for longer")
  void retention() {
    AsyncJobManager byDefault = manager(builder -> builder.onJobComplete(sink));
    for (String id : List.of("a", "b")) {
      ScriptedBody body = running(byDefault, id);
      byDefault.acknowledgeDeliveries(List.of(id));
      end(body);
    }
    sink.answer(Answer.fail("no"));
    time.advance(Duration.ofMinutes(4));
    assertThat(byDefault.resumeDeliveries(A)).isOne();

    time.advance(Duration.ofMinutes(2));

    assertThat(status(byDefault, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(byDefault.job("b")).isEmpty();
    assertThat(byDefault.resumeDeliveries(List.of("b"))).isZero();
  }
}
