package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Hold;
import dev.errand.JobOptions;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F13: isDeliverySuppressed, which is held or acknowledged. */
class SuppressedTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  private boolean suppressed() {
    return manager.isDeliverySuppressed("a");
  }

  @Test
  @DisplayName("F13 a held job is suppressed until its last hold goes")
  void held() {
    ScriptedBody body = running(manager, "a");
    assertThat(suppressed()).isFalse();

    Hold hold = manager.hold("a").orElseThrow();
    manager.watchJobs(A);
    assertThat(suppressed()).isTrue();
    end(body);
    assertThat(suppressed()).isTrue();
    hold.close();
    assertThat(suppressed()).isTrue();
    manager.unwatchJobs(A);
    assertThat(suppressed()).isFalse();
  }

  @Test
  @DisplayName("F13 the hold that comes with the registration counts")
  void heldFromTheBeginning() {
    JobOptions held = options().id("a").hold().build();
    manager.register("task", "label", DONE, held);

    assertThat(suppressed()).isTrue();
  }

  @Test
  @DisplayName("F13 a muted job is suppressed, until the mute is lifted")
  void muted() {
    ScriptedBody body = running(manager, "a");
    manager.acknowledgeDeliveries(A);
    assertThat(suppressed()).isTrue();
    end(body);
    assertThat(suppressed()).isTrue();

    manager.resumeDeliveries(A);

    assertThat(suppressed()).isFalse();
  }

  @Test
  @DisplayName("F13 an acknowledged delivery is suppressed for good, one in flight among them")
  void acknowledged() {
    sink.answer(Answer.hang());
    ended(manager, "a");
    assertThat(suppressed()).isFalse();

    manager.acknowledgeDeliveries(A);

    assertThat(suppressed()).isTrue();
    sink.lastCall().succeed();
    time.runReady();
    assertThat(suppressed()).isTrue();
  }

  @Test
  @DisplayName("F13 what a foreground wait has consumed is suppressed")
  void consumedInTheForeground() throws InterruptedException {
    ended(manager, "other"); // the sink takes this one
    register(manager, "a", "alice", lasting(SECOND));
    manager.awaitJobs(A, AwaitMode.ALL, HOUR);

    assertThat(suppressed()).isTrue();
    assertThat(manager.isDeliverySuppressed("other")).isFalse();
  }

  @Test
  @DisplayName("F13 what waits, is delivered, never due or unknown is not suppressed")
  void notSuppressed() {
    sink.answerTo("failing", Answer.fail("no"));
    ended(manager, "failing", "delivered");
    running(manager, "cancelled");
    manager.cancel("cancelled");
    time.runReady();

    assertThat(List.of("failing", "delivered", "cancelled", "unknown", "", " "))
        .noneMatch(manager::isDeliverySuppressed);
  }

  @Test
  @DisplayName("F13 ids are trimmed, and under a filter a foreign id is unknown")
  void whichIds() {
    running(manager, "a");
    manager.hold("a");

    assertThat(manager.isDeliverySuppressed("\t a ")).isTrue();
    assertThat(manager.isDeliverySuppressed(" a", ALICE)).isTrue();
    assertThat(manager.isDeliverySuppressed("a", BOB)).isFalse();
  }

  @Test
  @DisplayName("F13 suppression belongs to the run: a namesake begins without it")
  void namesake() {
    ScriptedBody body = running(manager, "a");
    manager.acknowledgeDeliveries(A);
    end(body);
    manager.hold("a");
    manager.evict(ALL);
    assertThat(suppressed()).isFalse();

    running(manager, "a");

    assertThat(suppressed()).isFalse();
  }
}
