package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flaws of the original in watching. */
class OriginalFlawsWatchTest extends DeliveryContractTest {
  private static final List<String> A = List.of("a");

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @ParameterizedTest
  @ValueSource(ints = {0, 300})
  @DisplayName(
      "flaw 9: what ended while it was watched was lost, even if nobody collected it (F11)")
  void flaw9(int retentionSeconds) {
    AsyncJobManager one =
        manager(
            builder -> builder.onJobComplete(sink).retention(Duration.ofSeconds(retentionSeconds)));
    one.register("task", "label", RESULT, options().id("a").build());
    assertThat(one.watchJobs(A)).isEqualTo(1);
    time.advance(Duration.ofHours(1));
    assertThat(sink.calls()).isEmpty();
    assertThat(one.unwatchJobs(A)).isEqualTo(1);
    time.runReady();
    assertThat(jobIds(sink.taken())).containsExactly("a");
  }

  @Test
  @DisplayName(
      "flaw 9: what was watched while it was queued was lost if the loop happened to pass (F11)")
  void flaw9Queued() {
    sink.answerNext(Answer.fail("once"), Answer.fail("twice"));
    end(manager, "a");
    assertThat(manager.watchJobs(A)).isEqualTo(1);
    end(manager, "b");
    time.advance(Duration.ofHours(1));
    assertThat(sink.callsFor("a")).as("held in its retry wait").hasSize(1);
    manager.unwatchJobs(A);
    time.runReady();
    assertThat(sink.callsFor("a")).as("due at once").hasSize(2);
    assertThat(jobIds(sink.taken())).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @DisplayName("flaw 10: eviction ended a watch, and the result was delivered all the same (H1)")
  void flaw10Eviction() {
    sink.answerNext(Answer.fail("no"));
    end(manager, "a");
    manager.watchJobs(A);
    time.advance(Duration.ofHours(24));
    assertThat(manager.isDeliverySuppressed("a")).isTrue();
    assertThat(sink.calls()).hasSize(1);
    assertThat(manager.job("a")).isPresent();
  }

  @Test
  @DisplayName("flaw 10: the first of two unwatchers ended both watches (F11)")
  void flaw10Counted() {
    manager.register("task", "label", RESULT, options().id("a").build());
    manager.watchJobs(A);
    manager.watchJobs(A);
    time.runReady();
    assertThat(manager.unwatchJobs(A)).isEqualTo(1);
    time.runReady();
    assertThat(manager.isDeliverySuppressed("a")).isTrue();
    assertThat(sink.calls()).isEmpty();
    assertThat(manager.unwatchJobs(A)).isEqualTo(1);
    time.runReady();
    assertThat(jobIds(sink.taken())).containsExactly("a");
    assertThat(manager.unwatchJobs(A)).isZero();
  }

  @Test
  @DisplayName(
      "flaw 12: a watch on an id that was not registered yet swallowed its future result (F11)")
  void flaw12() {
    assertThat(manager.watchJobs(A)).isZero();
    assertThat(manager.isDeliverySuppressed("a")).isFalse();
    end(manager, "a");
    assertThat(jobIds(sink.taken())).containsExactly("a");
  }

  @Test
  @DisplayName("flaw 17: a watched result did not count as undelivered (F10, I1)")
  void flaw17() {
    manager.register("task", "label", RESULT, options().id("a").hold().build());
    time.runReady();
    assertThat(manager.deliveryState().held()).isEqualTo(1);
    assertThat(ids(manager.close(Duration.ofSeconds(1)).undelivered())).containsExactly("a");
  }

  @Test
  @DisplayName("flaw 28: watching trimmed ids, asking whether one is suppressed did not (E2)")
  void flaw28() {
    manager.register("task", "label", RESULT, options().id("a").build());
    assertThat(manager.watchJobs(List.of(" a ", "a", " "))).isEqualTo(1);
    assertThat(manager.isDeliverySuppressed("\ta")).isTrue();
    assertThat(manager.hold(" a")).isPresent();
    assertThat(manager.unwatchJobs(List.of("a\n", " a"))).isEqualTo(1);
  }

  @Test
  @DisplayName("flaw 29: watched and acknowledged ids without a job stayed for ever (F11, F12)")
  void flaw29() {
    manager.watchJobs(A);
    manager.acknowledgeDeliveries(A);
    assertThat(manager.unwatchJobs(A)).as("there is no watch").isZero();
    assertThat(manager.resumeDeliveries(A)).as("there is no mark").isZero();

    end(manager, "a");
    manager.watchJobs(A);
    manager.acknowledgeDeliveries(A);
    time.advance(Duration.ofMinutes(5));
    assertThat(manager.job("a")).isEmpty();
    assertThat(manager.isDeliverySuppressed("a")).isFalse();
    assertThat(manager.unwatchJobs(A)).isZero();
  }
}
