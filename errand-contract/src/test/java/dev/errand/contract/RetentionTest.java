package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract H1: the moment from which the retention counts. What is kept for longer is in {@link
 * RetentionKeptTest}, what goes with the row in {@link RetentionOverTest}.
 */
class RetentionTest extends ContractTest {
  private static final Duration RETENTION = Duration.ofMinutes(5);
  private static final Duration JUST = Duration.ofNanos(1);

  private final RecordingSink sink = RecordingSink.of(time);
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  private ScriptedBody register(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).owner("me").build());
    time.runReady();
    return body;
  }

  private DeliveryStatus status(String id) {
    return job(manager, id).delivery().status();
  }

  /** From now on the row is kept for the retention, and not a nanosecond less or more. */
  private void assertKeptFromNowOn(AsyncJobManager on, String id) {
    time.advance(RETENTION.minus(JUST));
    assertThat(on.job(id)).as("just before the retention is over").isPresent();
    time.advance(JUST);
    assertThat(on.job(id)).as("when the retention is over").isEmpty();
    assertThat(on.allJobs()).isEmpty();
    assertThat(on.recentJobs()).isEmpty();
  }

  @Test
  @DisplayName("H1 a delivered run is kept for 5 minutes, if nothing else is said")
  void delivered() {
    register("a").complete("text");
    time.runReady();
    assertThat(status("a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertKeptFromNowOn(manager, "a");
  }

  @Test
  @DisplayName("H1 retention counts from the delivery, however long the sink failed before")
  void fromDelivery() {
    sink.answer(Answer.fail("not yet"));
    register("a").complete("text");
    time.advance(Duration.ofHours(3));
    assertThat(status("a")).isEqualTo(DeliveryStatus.WAITING);

    sink.answer(Answer.hang());
    time.advance(Duration.ofSeconds(30));
    assertThat(sink.running()).as("the next retry is under way").isEqualTo(1);
    sink.lastCall().succeed();
    time.runReady();
    assertThat(status("a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertKeptFromNowOn(manager, "a");
  }

  @Test
  @DisplayName("H1 retention counts from the settling, if that is later than the delivery")
  void fromSettling() {
    ScriptedBody body = register("a");
    manager.cancel("a", CancelledBy.PERSON);
    time.advance(Duration.ofSeconds(10));
    assertThat(status("a")).as("delivered after the grace").isEqualTo(DeliveryStatus.DELIVERED);
    time.advance(Duration.ofHours(1));
    body.complete("late");
    time.runReady();
    assertThat(job(manager, "a").lateText()).contains("late");
    assertKeptFromNowOn(manager, "a");
  }

  @Test
  @DisplayName(
      "H1 a run that its owner cancelled, which is never due, is kept from its settling on")
  void neverDue() {
    ScriptedBody body = register("a");
    manager.cancel("a");
    time.advance(Duration.ofHours(1));
    body.complete("late");
    time.runReady();
    assertThat(status("a")).isEqualTo(DeliveryStatus.NEVER_DUE);
    assertKeptFromNowOn(manager, "a");
  }

  @Test
  @DisplayName("H1 an unrouted run is kept from its end on")
  void unrouted() {
    AsyncJobManager noSinks = manager();
    noSinks.register("task", "label", DONE, options().id("a").build());
    time.runReady();
    assertThat(job(noSinks, "a").delivery().status()).isEqualTo(DeliveryStatus.UNROUTED);
    assertKeptFromNowOn(noSinks, "a");
  }

  @Test
  @DisplayName("H1 retention counts from the acknowledgement of a delivery that waited")
  void fromAcknowledgement() {
    sink.answer(Answer.fail("never"));
    register("a").complete("text");
    time.advance(Duration.ofHours(1));
    assertThat(manager.acknowledgeDeliveries(List.of("a"))).isEqualTo(1);
    assertKeptFromNowOn(manager, "a");
  }

  @Test
  @DisplayName("H1 a muted run is kept from its silent end on")
  void muted() {
    ScriptedBody body = register("a");
    manager.acknowledgeDeliveries(List.of("a"));
    time.advance(Duration.ofHours(1));
    body.complete("text");
    time.runReady();
    assertThat(status("a")).isEqualTo(DeliveryStatus.MUTED);
    assertKeptFromNowOn(manager, "a");
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("H1 retention counts from the delivery of what was held before")
  void fromReleasedHold() {
    register("a").complete("text");
    ScriptedBody held = register("b");
    Hold hold = manager.hold("b").orElseThrow();
    held.complete("text");
    time.advance(Duration.ofHours(1));
    hold.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a", "b");
    assertKeptFromNowOn(manager, "b");
  }

  @Test
  @DisplayName("H1 a dead letter that was delivered after all is kept from then on")
  void redelivered() {
    AsyncJobManager strict = manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
    sink.answer(Answer.fail("no"));
    strict.register("task", "label", DONE, options().id("a").build());
    time.advance(Duration.ofDays(1));
    sink.answer(Answer.take());
    assertThat(strict.redeliver(sink.lastCall().delivery().deliveryId())).isTrue();
    time.runReady();
    assertThat(job(strict, "a").delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertKeptFromNowOn(strict, "a");
  }

  @Test
  @DisplayName("H1 retention is elapsed time: a wall clock that jumps changes nothing")
  void clockJumps() {
    register("a").complete("text");
    time.runReady();
    time.jumpClock(Duration.ofDays(30));
    time.runReady();
    assertThat(manager.job("a")).isPresent();
    time.jumpClock(Duration.ofDays(-60));
    assertKeptFromNowOn(manager, "a");
  }

  @Test
  @DisplayName("H1 retention is what the builder says")
  void configured() {
    AsyncJobManager brief =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ofSeconds(1)));
    brief.register("task", "label", DONE, options().id("a").build());
    time.runReady();
    time.advance(Duration.ofMillis(999));
    assertThat(brief.job("a")).isPresent();
    time.advance(Duration.ofMillis(1));
    assertThat(brief.job("a")).isEmpty();
  }
}
