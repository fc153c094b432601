package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract D3: who is told of a cancelled job. */
class DeliveringCancelledTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  private void assertNeverDelivered(String id) {
    assertThat(status(manager, id)).isEqualTo(DeliveryStatus.NEVER_DUE);
    assertThat(manager.deliveryState().queued()).isZero();
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("D3 what its owner cancels is not delivered, whichever form it uses")
  void byTheOwner() {
    for (String id : List.of("a", "b", "c")) {
      manager.register("task", "label", ScriptedBody.of(time), options().id(id).build());
    }
    time.runReady();
    manager.cancel("a");
    manager.cancel("b", CancelledBy.OWNER);
    manager.cancelAll(JobFilter.all());
    time.runReady();

    assertNeverDelivered("a");
    assertNeverDelivered("b");
    assertNeverDelivered("c");
  }

  @Test
  @DisplayName("D3 what its owner cancels in the queue is not delivered")
  void byTheOwnerInTheQueue() {
    manager.register(
        "task", "label", DONE, options().id("a").startAfter(Duration.ofHours(1)).build());
    manager.cancel("a");

    assertNeverDelivered("a");
  }

  @Test
  @DisplayName("D3 what its owner cancels is not delivered when its body goes on beyond the grace")
  void byTheOwnerUnsettled() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a");
    time.advance(Duration.ofMinutes(1));
    body.complete("late");
    time.runReady();

    assertNeverDelivered("a");
    assertThat(job(manager, "a").lateText()).contains("late");
  }

  @Test
  @DisplayName("D3 what its owner cancels is not delivered, muted before or not, resumed or not")
  void byTheOwnerMuted() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.acknowledgeDeliveries(List.of("a"));
    manager.cancel("a");
    body.complete("late");
    time.runReady();
    assertThat(manager.resumeDeliveries(List.of("a"))).isZero();

    assertNeverDelivered("a");
  }

  @ParameterizedTest
  @EnumSource(names = "OWNER", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("D3 what anybody else cancels is delivered as cancelled by whom")
  void byOthers(CancelledBy by) {
    manager.register("task", "label", ScriptedBody.of(time), options().id("a").owner("me").build());
    manager.register("task", "label", ScriptedBody.of(time), options().id("b").build());
    var queued = options().id("c").owner("you").startAfter(Duration.ofHours(1));
    manager.register("task", "label", DONE, queued.build());
    time.runReady();

    assertThat(manager.cancel("a", by)).isTrue();
    assertThat(manager.cancelAll(by, JobFilter.all())).isEqualTo(2);
    time.runReady();

    assertThat(sink.jobIds()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(sink.taken())
        .allSatisfy(delivery -> {
          assertThat(delivery.job().end().orElseThrow().cancelledBy()).contains(by);
          assertThat(delivery.text()).isEqualTo("Cancelled by " + by.description());
        });
  }

  @Test
  @DisplayName("D3 what is cancelled because its manager is closed is delivered as such")
  void byShutdown() {
    manager.register("task", "label", ScriptedBody.of(time), options().id("a").owner("me").build());
    time.runReady();

    manager.close(Duration.ofSeconds(3));

    assertThat(sink.taken()).extracting(Delivery::text).containsExactly("Cancelled by shutdown");
  }

  @Test
  @DisplayName("D3 the owner's cancel comes too late for a job that somebody else has cancelled")
  void theFirstCounts() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.cancel("a", CancelledBy.PERSON);
    assertThat(manager.cancel("a")).isFalse();
    body.complete("late");
    time.runReady();

    assertThat(sink.taken()).extracting(Delivery::text).containsExactly("Cancelled by a person");
  }

  @Test
  @DisplayName("D3 the owner's cancel comes too late for a job that has ended: that is delivered")
  void endedBefore() {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body, options().id("a").hold().build());
    body.complete("done");
    time.runReady();
    assertThat(manager.cancel("a")).isFalse();
    manager.unwatchJobs(List.of("a"));
    time.runReady();

    assertThat(sink.taken()).extracting(Delivery::text).containsExactly("done");
  }
}
