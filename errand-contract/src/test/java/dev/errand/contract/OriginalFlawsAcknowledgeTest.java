package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Flaws of the original in acknowledging. */
class OriginalFlawsAcknowledgeTest extends DeliveryContractTest {
  private static final List<String> A = List.of("a");

  /** Its sink calls have no bound that could end them here. */
  private final AsyncJobManager manager =
      manager(builder -> builder.onJobComplete(sink).sinkTimeout(Duration.ofDays(1)));

  private void acknowledgeInFlight() {
    sink.answer(Answer.hang());
    end(manager, "a");
    manager.acknowledgeDeliveries(A);
    assertThat(manager.deliveryState().queued()).isZero();
  }

  private void assertSilentAfterItFails() {
    sink.answer(Answer.take());
    sink.lastCall().fail("the call fails after all");
    time.runReady();
    assertThat(manager.deliveryState().queued()).isZero();
    time.advance(Duration.ofHours(1));
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("flaw 3: what was acknowledged in flight came back when the call failed (F12)")
  void flaw3() {
    acknowledgeInFlight();
    assertSilentAfterItFails();
  }

  @Test
  @DisplayName("flaw 3: what was acknowledged in flight came back when its job was evicted (F12)")
  void flaw3Retention() {
    acknowledgeInFlight();
    time.advance(Duration.ofMinutes(5));
    assertThat(manager.job("a")).as("retention is over").isEmpty();
    assertThat(manager.deliveryState().queued()).isZero();
    assertSilentAfterItFails();
  }

  @Test
  @DisplayName("flaw 3: and when it was evicted by hand, before the call failed (F12, H2)")
  void flaw3Evicted() {
    acknowledgeInFlight();
    manager.evict(JobFilter.all());
    assertSilentAfterItFails();
  }

  @Test
  @DisplayName("flaw 3: and when the manager was closed, before the call failed (F12, F15)")
  void flaw3Closed() {
    acknowledgeInFlight();
    assertThat(manager.close(Duration.ofSeconds(1)).clean()).isTrue();
    assertSilentAfterItFails();
  }

  @Test
  @DisplayName("flaw 11: acknowledging one job dropped and counted what others watched (F12)")
  void flaw11Watched() {
    for (String id : List.of("watched", "held", "a")) {
      manager.register("task", "label", RESULT, options().id(id).hold().build());
    }
    time.runReady();
    assertThat(manager.acknowledgeDeliveries(A)).isEqualTo(1);
    assertThat(manager.deliveryState().held()).isEqualTo(2);
    manager.unwatchJobs(List.of("watched", "held", "a"));
    time.runReady();
    assertThat(jobIds(sink.taken())).containsExactly("watched", "held");
  }

  @Test
  @DisplayName("flaw 11: acknowledging an unknown id lost somebody's result, and counted it (F12)")
  void flaw11Unknown() {
    sink.answerNext(Answer.fail("no"));
    end(manager, "waits", "me");
    manager.register("task", "label", RESULT, options().id("held").hold().build());
    time.runReady();
    assertThat(manager.acknowledgeDeliveries(A)).isZero();
    assertThat(manager.acknowledgeDeliveries(List.of("waits"), JobFilter.owner("you"))).isZero();
    manager.unwatchJobs(List.of("held"));
    time.advance(Duration.ofSeconds(1));
    assertThat(jobIds(sink.taken())).containsExactlyInAnyOrder("waits", "held");
  }

  @Test
  @DisplayName("flaw 11: one in flight is not counted, but it is acknowledged for good (F12)")
  void flaw11InFlight() {
    sink.answer(Answer.hang());
    end(manager, "a");
    assertThat(manager.acknowledgeDeliveries(A)).isZero();
    assertThat(manager.isDeliverySuppressed("a")).isTrue();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertSilentAfterItFails();
    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("flaw 17: while an acknowledged call was still running, delivering said no (F10)")
  void flaw17() {
    acknowledgeInFlight();
    assertThat(manager.deliveryState().delivering()).isEqualTo(1);
    sink.lastCall().succeed();
    time.runReady();
    assertThat(manager.deliveryState().delivering()).isZero();
  }

  @Test
  @DisplayName("flaw 37: acknowledging very many deliveries failed half-way (F12)")
  void flaw37() {
    List<String> ids = new ArrayList<>();
    AsyncJobManager many = manager(builder -> builder.onJobComplete(sink).maxRunningJobs(5_000));
    for (int i = 0; i < 5_000; i++) {
      ids.add(many.register("task", "label", DONE, options().hold().build()));
    }
    time.runReady();
    assertThat(many.deliveryState().held()).isEqualTo(5_000);
    assertThat(many.acknowledgeDeliveries(ids)).isEqualTo(5_000);
    assertThat(many.deliveryState().held()).isZero();
    assertThat(many.unwatchJobs(ids)).isEqualTo(5_000);
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.calls()).isEmpty();
  }
}
