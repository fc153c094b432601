package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F12: which runs are acknowledged, and that no others are. */
class AcknowledgeIdsTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  @Test
  @DisplayName("F12 exactly these runs: other deliveries, watched ones among them, stay")
  void exactlyThese() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a", "b", "watched");
    manager.watchJobs(List.of("watched"));

    assertThat(manager.acknowledgeDeliveries(A)).isOne();
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("b");
    assertThat(manager.deliveryState().held()).isOne();
    sink.answer(Answer.take());
    manager.unwatchJobs(List.of("watched"));
    time.advance(SECOND);

    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "watched")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName(
      "F12 ids are trimmed, blanks ignored, duplicates counted once; unknown ones are nothing")
  void whichIds() {
    sink.answer(Answer.fail("no"));
    ended(manager, "a", "b");
    manager.watchJobs(List.of("b"));

    assertThat(manager.acknowledgeDeliveries(List.of("unknown", "", " ", "unknown"))).isZero();
    assertThat(manager.deliveryState().queued()).isOne();
    assertThat(manager.deliveryState().held()).isOne();
    assertThat(manager.acknowledgeDeliveries(List.of(" a", "a", "a\n"))).isOne();
    assertThat(manager.acknowledgeDeliveries(List.of())).isZero();
  }

  @Test
  @DisplayName("F12 an unknown id that is acknowledged mutes no job that gets it later")
  void unknownBefore() {
    assertThat(manager.acknowledgeDeliveries(A)).isZero();

    ended(manager, "a");

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F12 under a filter a foreign id is unknown: nothing of it is dropped or muted")
  void foreign() {
    sink.answerNext(Answer.fail("no"));
    ended(manager, "a");
    ScriptedBody body = running(manager, "b");

    assertThat(manager.acknowledgeDeliveries(List.of("a", "b"), BOB)).isZero();
    time.advance(SECOND);
    end(body);

    assertThat(sink.jobIds()).containsExactly("a", "a", "b");
  }
}
