package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract H1: when retention is over the row goes, and with it everything keyed by the run.
 * Without retention that is at once: see also {@link NoRetentionTest}.
 */
class RetentionOverTest extends ContractTest {
  private final RecordingSink sink = RecordingSink.of(time);
  private final AsyncJobManager notKept =
      manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));

  @Test
  @DisplayName("H1 when retention is over, id and idempotency key are free for a new run")
  void idAndKeyAreFree() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
    String first =
        manager.register("task", "label", DONE, options().id("a").idempotencyKey("k").build());
    time.runReady();
    String firstRun = job(manager, first).runId();
    time.advance(Duration.ofMinutes(5));
    String second =
        manager.register("task", "label", DONE, options().id("a").idempotencyKey("k").build());
    time.runReady();
    assertThat(second).isEqualTo("a");
    assertThat(job(manager, "a").runId()).isNotEqualTo(firstRun);
    assertThat(sink.calls()).hasSize(2);
  }

  @Test
  @DisplayName("H1 when retention is over, every verb treats the id as unknown")
  void idIsUnknown() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
    manager.register("task", "label", DONE, options().id("a").owner("me").build());
    time.runReady();
    String deliveryId = sink.lastCall().delivery().deliveryId();
    manager.watchJobs(List.of("a"));
    assertThat(manager.isDeliverySuppressed("a")).isTrue();
    time.advance(Duration.ofMinutes(5));

    assertThat(manager.isDeliverySuppressed("a")).isFalse();
    assertThat(manager.hold("a")).isEmpty();
    assertThat(manager.watchJobs(List.of("a"))).isZero();
    assertThat(manager.unwatchJobs(List.of("a"))).isZero();
    assertThat(manager.acknowledgeDeliveries(List.of("a"))).isZero();
    assertThat(manager.resumeDeliveries(List.of("a"))).isZero();
    assertThat(manager.cancel("a", CancelledBy.PERSON)).isFalse();
    assertThat(manager.redeliver(deliveryId)).isFalse();
    assertThat(manager.evict(JobFilter.all())).isZero();
    assertThat(manager.recentJobs(10, JobFilter.owner("me"))).isEmpty();
  }

  @Test
  @DisplayName("H1 marks of a forgotten run are not those of the next one with its id")
  void marksDoNotReturn() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
    manager.register("task", "label", DONE, options().id("acknowledged").build());
    manager.register("task", "label", DONE, options().id("watched").build());
    manager.acknowledgeDeliveries(List.of("acknowledged"));
    time.runReady();
    manager.watchJobs(List.of("watched"));
    time.advance(Duration.ofMinutes(6));
    assertThat(manager.allJobs()).isEmpty();

    for (String id : List.of("acknowledged", "watched")) {
      manager.register("task", "label", DONE, options().id(id).build());
      assertThat(manager.isDeliverySuppressed(id)).isFalse();
    }
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("watched", "acknowledged", "watched");
  }

  @Test
  @DisplayName("H1 with retention 0 a run without a delivery is gone in the step that settles it")
  void zeroSilent() {
    ScriptedBody cancelled = ScriptedBody.ignoringCancel(time);
    notKept.register("task", "label", cancelled, options().id("cancelled").build());
    notKept.register("task", "label", DONE, options().id("muted").build());
    notKept.acknowledgeDeliveries(List.of("muted"));
    time.runReady();
    notKept.cancel("cancelled");
    time.runReady();
    assertThat(ids(notKept.allJobs())).as("its body is there still").containsExactly("cancelled");
    cancelled.complete("late");
    time.runReady();
    assertThat(notKept.allJobs()).isEmpty();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("H1 with retention 0 a foreground wait still gets the result, and no sink")
  void zeroAwaited() throws InterruptedException {
    String held = notKept.register("task", "label", DONE, options().hold().build());
    time.runReady();
    assertThat(notKept.job(held)).as("held, so not consumed").isPresent();
    Awaited awaited = notKept.awaitJobs(List.of(held), AwaitMode.ALL, Duration.ofSeconds(1));
    time.runReady();
    assertThat(awaited.jobs()).extracting(Job::id).containsExactly(held);
    assertThat(notKept.allJobs()).isEmpty();
    assertThat(sink.calls()).isEmpty();
  }
}
