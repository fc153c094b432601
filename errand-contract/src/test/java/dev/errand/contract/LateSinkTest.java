package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: the first success of any attempt, late ones included, concludes the delivery. */
class LateSinkTest extends DeliveryContractTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
  private final AsyncJobManager strict =
      manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
  private final DeliveryEvents events = new DeliveryEvents();

  @AfterEach
  void letGo() {
    sink.calls().forEach(Call::succeed);
  }

  /** The first call is past its bound, and goes on. */
  private Call timedOut(AsyncJobManager of) {
    of.addListener(events);
    sink.answerNext(Answer.hangStubbornly());
    end(of, "a");
    Call call = sink.lastCall();
    time.advance(BOUND);
    return call;
  }

  private void assertDeliveredOnce(AsyncJobManager of, int calls) {
    time.runReady();
    assertThat(status(of, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(of.deliveryState().queued()).isZero();
    time.advance(Duration.ofMinutes(3));
    assertThat(sink.calls()).hasSize(calls);
    assertThat(events.delivered()).containsExactly("a");
  }

  @Test
  @DisplayName("F6 a late success before the retry: the delivery is concluded, no retry is made")
  void beforeTheRetry() {
    Call late = timedOut(manager);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.advance(Duration.ofSeconds(10)); // the retry has been due for long, the lane is busy
    late.succeed();

    assertDeliveredOnce(manager, 1);
  }

  @Test
  @DisplayName("F6 a success just after the bound counts like any other")
  void justAfterTheBound() {
    timedOut(manager).succeed();

    assertDeliveredOnce(manager, 1);
  }

  @Test
  @DisplayName("F6 a late success while a later retry is awaited: concluded, no more retries")
  void betweenRetries() {
    Call late = timedOut(manager);
    sink.answer(Answer.fail("no"));
    time.advance(BOUND.plusSeconds(7)); // abandoned, and tried again a few times
    int calls = sink.calls().size();
    assertThat(calls).isGreaterThan(2);
    late.succeed();

    assertDeliveredOnce(manager, calls);
  }

  @Test
  @DisplayName("F6 a late success during the retry: concluded, whatever the retry comes to")
  void duringTheRetry() {
    for (boolean succeeds : List.of(true, false)) {
      Call late = timedOut(manager);
      sink.answer(Answer.hang());
      time.advance(BOUND);
      Call retry = sink.lastCall();
      assertThat(retry).isNotSameAs(late);
      late.succeed();
      time.runReady();
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
      if (succeeds) {
        retry.succeed();
      } else {
        retry.fail("no");
      }

      time.advance(Duration.ofMinutes(3));
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
      assertThat(sink.running()).isZero();
      manager.evict(JobFilter.all());
    }
    assertThat(sink.calls()).hasSize(4);
  }

  @Test
  @DisplayName("F6 a retry in flight succeeds, then the late one: delivered once")
  void afterTheRetry() {
    Call late = timedOut(manager);
    time.advance(BOUND);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    late.succeed();

    assertDeliveredOnce(manager, 2);
  }

  @Test
  @DisplayName("F6 a late failure is no news: it neither counts as an attempt nor moves the retry")
  void lateFailure() {
    Call late = timedOut(manager);
    String error = delivery(manager, "a").lastError().orElseThrow();
    var next = delivery(manager, "a").nextAttemptAt();
    time.advance(Duration.ofMillis(100));
    late.fail("much later");
    time.runReady();

    assertThat(delivery(manager, "a").attempts()).isEqualTo(1);
    assertThat(delivery(manager, "a").lastError()).contains(error);
    assertThat(delivery(manager, "a").nextAttemptAt()).isEqualTo(next);
    time.advance(Duration.ofSeconds(1));
    assertThat(sink.times().get(1)).isEqualTo(next.orElseThrow());
  }

  @Test
  @DisplayName("F6 a late success after the delivery became dead still concludes it")
  void afterDeath() {
    Call late = timedOut(strict);
    assertThat(status(strict, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(strict.deadLetters(JobFilter.all())).hasSize(1);
    time.advance(Duration.ofDays(1));
    String deliveryId = late.delivery().deliveryId();
    late.succeed();
    time.runReady();

    assertThat(strict.deadLetters(JobFilter.all())).isEmpty();
    assertThat(strict.deliveryState().dead()).isZero();
    assertThat(strict.redeliver(deliveryId)).isFalse();
    assertDeliveredOnce(strict, 1);
  }

  @Test
  @DisplayName("F6 a late success after redeliver concludes the delivery that was put back")
  void afterRedeliver() {
    Call late = timedOut(strict);
    time.advance(BOUND);
    sink.answer(Answer.hang());
    assertThat(strict.redeliver(late.delivery().deliveryId())).isTrue();
    time.runReady();
    Call second = sink.lastCall();
    assertThat(second).isNotSameAs(late);
    late.succeed();
    time.runReady();
    assertThat(status(strict, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    second.fail("no");

    assertDeliveredOnce(strict, 2);
    assertThat(strict.deadLetters(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("F6 a late success of a run that has been forgotten harms nobody")
  void afterEviction() {
    Call late = timedOut(strict);
    assertThat(strict.evict(JobFilter.all())).isEqualTo(1);
    late.succeed();
    time.advance(Duration.ofMinutes(3));

    assertThat(strict.job("a")).isEmpty();
    assertThat(events.delivered()).isEmpty();
    end(strict, "b");
    assertThat(sink.lastCall().jobId()).isEqualTo("b");
    assertThat(status(strict, "b")).isEqualTo(DeliveryStatus.DELIVERED);
  }
}
