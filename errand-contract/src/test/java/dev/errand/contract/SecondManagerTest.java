package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.CloseReport;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.TakenDeliveries;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract I2: undelivered mail stays in a store that outlives its manager, and goes out through
 * the next one. Here a manager on the same memory store; it is not closed with its managers.
 */
class SecondManagerTest extends DeliveryContractTest {
  private final JobStore store = new MemoryStore(time);
  private final AsyncJobManager first =
      manager(builder -> builder.sharedStore(store).onJobComplete(sink).maxAttempts(3));
  private final RecordingSink nextSink = RecordingSink.of(time);

  private AsyncJobManager next() {
    AsyncJobManager next = manager(builder -> builder.sharedStore(store).onJobComplete(nextSink));
    time.advance(Duration.ofMillis(1));
    return next;
  }

  @Test
  @DisplayName("I2 what waits for its retry goes out at its time, as the next attempt of the same")
  void waiting() {
    sink.answer(Answer.fail("no"));
    end(first, "a", "me");
    Delivery before = sink.lastCall().delivery();
    Instant retryAt = delivery(first, "a").nextAttemptAt().orElseThrow();
    assertThat(first.close(Duration.ZERO).undelivered()).hasSize(1);

    next();
    time.advance(Duration.ofMinutes(1));
    Delivery after = nextSink.lastCall().delivery();
    assertThat(nextSink.lastCall().at()).isEqualTo(retryAt);
    assertThat(after.deliveryId()).isEqualTo(before.deliveryId());
    assertThat(after.attempt()).isEqualTo(2);
    assertThat(after.text()).isEqualTo("result of a");
    assertThat(sink.calls()).hasSize(1);
    assertThat(nextSink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("I2 what was in flight when its manager was closed goes out again at once")
  void inFlight() {
    sink.answer(Answer.hangStubbornly());
    end(first, "a");
    assertThat(first.close(Duration.ofSeconds(1)).undelivered()).hasSize(1);

    AsyncJobManager next = next();
    assertThat(nextSink.jobIds()).containsExactly("a");
    assertThat(nextSink.lastCall().attempt()).isEqualTo(2);
    assertThat(status(next, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    sink.lastCall().fail("too late to matter");
    time.advance(Duration.ofHours(1));
    assertThat(nextSink.calls()).hasSize(1);
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("I2 the holds of a closed manager are gone: what it held goes out")
  void held() {
    first.register("task", "label", DONE, options().id("registered").hold().build());
    end(first, "other");
    first.register("task", "label", DONE, options().id("watched").build());
    first.watchJobs(List.of("watched"));
    time.runReady();
    first.close(Duration.ZERO);

    AsyncJobManager next = next();
    assertThat(nextSink.jobIds()).containsExactlyInAnyOrder("registered", "watched");
    assertThat(next.deliveryState().held()).isZero();
  }

  @Test
  @DisplayName("I2 parked mail waits on, until a manager brings its owner's sink")
  void parked() {
    AsyncJobManager routed = manager(builder -> builder.sharedStore(store).routeByOwner());
    first.close(Duration.ZERO);
    end(routed, "a", "me");
    routed.close(Duration.ZERO);

    AsyncJobManager next = manager(builder -> builder.sharedStore(store).routeByOwner());
    time.advance(Duration.ofDays(1));
    assertThat(next.deliveryState().parked()).isEqualTo(1);
    next.registerDeliverySink("me", nextSink);
    time.runReady();
    assertThat(nextSink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("I2 what a reader of the closed manager did not confirm can be taken again")
  void leased() {
    AsyncJobManager routed = manager(builder -> builder.sharedStore(store).routeByOwner());
    first.close(Duration.ZERO);
    end(routed, "a", "me");
    String id = routed.takeDeliveries("me", 10).deliveries().get(0).deliveryId();
    routed.close(Duration.ZERO);

    AsyncJobManager next = manager(builder -> builder.sharedStore(store).routeByOwner());
    time.advance(Duration.ofMinutes(1));
    try (TakenDeliveries taken = next.takeDeliveries("me", 10)) {
      assertThat(taken.deliveries()).extracting(Delivery::deliveryId).containsExactly(id);
      assertThat(taken.confirm(id)).isTrue();
    }
  }

  @Test
  @DisplayName("I2 what was acknowledged, muted or delivered does not go out again")
  void consumed() {
    end(first, "delivered");
    first.register("task", "label", DONE, options().id("muted").build());
    first.acknowledgeDeliveries(List.of("muted"));
    sink.answer(Answer.fail("no"));
    end(first, "acknowledged");
    first.acknowledgeDeliveries(List.of("acknowledged"));
    first.close(Duration.ZERO);

    AsyncJobManager next = next();
    time.advance(Duration.ofMinutes(1));
    assertThat(nextSink.calls()).isEmpty();
    assertThat(next.isDeliverySuppressed("acknowledged")).isTrue();
    assertThat(next.isDeliverySuppressed("muted")).isTrue();
  }

  @Test
  @DisplayName(
      "I2 what close cancelled but had no time to deliver is delivered by the next manager")
  void cancelledByClosing() {
    sink.answer(Answer.hangStubbornly());
    startStubborn(first, "a", options()).complete("done at the last moment");
    ScriptedBody body = startStubborn(first, "b", options());
    time.start("ends", () -> body.complete("late"));
    first.close(Duration.ZERO);

    next();
    Job job = nextSink.callsFor("b").get(0).delivery().job();
    assertThat(job.end().orElseThrow().cancelledBy()).contains(CancelledBy.SHUTDOWN);
    assertThat(job.settledAt()).isPresent();
  }

  @Test
  @DisplayName("I2 a body that outlives its manager is delivered when it settles")
  void bodySettlesLater() {
    ScriptedBody body = startStubborn(first, "a", options());
    first.close(Duration.ZERO);
    AsyncJobManager next = next();
    assertThat(nextSink.calls()).isEmpty();
    time.advance(Duration.ofSeconds(5));
    body.complete("late");
    time.runReady();
    assertThat(nextSink.lastCall().delivery().settled()).isTrue();
    assertThat(job(next, "a").lateText()).contains("late");
  }

  @Test
  @DisplayName("I2 a body that outlives its manager and its grace is delivered as not settled")
  void bodyDoesNotSettle() {
    startStubborn(first, "a", options());
    first.close(Duration.ZERO);
    next();
    time.advance(Duration.ofSeconds(10));
    assertThat(nextSink.jobIds()).containsExactly("a");
    assertThat(nextSink.lastCall().delivery().settled()).isFalse();
  }

  @Test
  @DisplayName("I2 dead letters stay, and can be put back by the next manager")
  void deadLetters() {
    sink.answer(Answer.fail("no"));
    end(first, "a");
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.calls()).hasSize(3);
    first.close(Duration.ZERO);

    AsyncJobManager next = next();
    List<Delivery> letters = next.deadLetters(JobFilter.all());
    assertThat(jobIds(letters)).containsExactly("a");
    assertThat(next.redeliver(letters.get(0).deliveryId())).isTrue();
    time.runReady();
    assertThat(nextSink.lastCall().attempt()).isEqualTo(1);
    assertThat(nextSink.lastCall().delivery().deliveryId()).isEqualTo(letters.get(0).deliveryId());
  }

  @Test
  @DisplayName("I2 the next manager goes on forgetting what the closed one left")
  void retention() {
    end(first, "a");
    time.advance(Duration.ofMinutes(4));
    first.close(Duration.ZERO);
    AsyncJobManager next = next();
    time.advance(Duration.ofSeconds(59));
    assertThat(next.job("a")).isPresent();
    time.advance(Duration.ofSeconds(1));
    assertThat(next.job("a")).isEmpty();
  }

  @Test
  @DisplayName("I2 mail moves to the manager that is there already, when its own is closed")
  void otherManagerIsThere() {
    AsyncJobManager second = manager(builder -> builder.sharedStore(store));
    second.registerDeliverySink("me", nextSink);
    first.registerDeliverySink("me", sink);
    sink.answer(Answer.hangStubbornly());
    end(first, "a", "me");
    CloseReport report = first.close(Duration.ofSeconds(1));
    assertThat(ids(report.undelivered())).containsExactly("a");
    second.registerDeliverySink("me", nextSink);
    time.runReady();
    assertThat(nextSink.jobIds()).containsExactly("a");
  }
}
