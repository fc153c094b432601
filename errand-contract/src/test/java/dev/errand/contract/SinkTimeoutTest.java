package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryInfo;
import dev.errand.DeliveryStatus;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: how long a call of a sink may take. What comes of late ones is in LateSinkTest. */
class SinkTimeoutTest extends DeliveryContractTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @Test
  @DisplayName("F6 a sink that hangs is interrupted after 30 s, and has failed")
  void interrupted() {
    sink.answer(Answer.hang());
    end(manager, "a");
    Call call = sink.lastCall();
    time.advance(BOUND.minus(TICK));
    assertThat(call.isOver()).isFalse();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.IN_FLIGHT);
    time.advance(TICK);

    assertThat(call.interruptedAt()).contains(time.now());
    assertThat(call.isOver()).isTrue();
    DeliveryInfo failed = delivery(manager, "a");
    assertThat(failed.status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(failed.attempts()).isEqualTo(1);
    assertThat(failed.lastError().orElseThrow()).isNotBlank();
  }

  @Test
  @DisplayName("F6 the wait for the retry begins at the bound")
  void retryAfterTheBound() {
    sink.answerNext(Answer.hang());
    end(manager, "a");
    time.advance(BOUND.plusMillis(500).minus(TICK));
    assertThat(sink.calls()).hasSize(1);
    time.advance(Duration.ofMillis(200));

    assertThat(sink.calls()).hasSize(2);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F6 a sink that heeds the interrupt frees its lane at once")
  void obedientFreesTheLane() {
    sink.answerNext(Answer.hang());
    end(manager, "a");
    end(manager, "b");
    time.advance(BOUND.minus(TICK));
    assertThat(sink.jobIds()).containsExactly("a");
    time.advance(TICK);

    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F6 the bound is that of the builder")
  void ownBound() {
    AsyncJobManager hasty =
        manager(builder -> builder.onJobComplete(sink).sinkTimeout(Duration.ofSeconds(2)));
    sink.answerNext(Answer.hang());
    end(hasty, "a");
    time.advance(Duration.ofSeconds(2).minus(TICK));
    assertThat(sink.lastCall().isOver()).isFalse();
    time.advance(TICK);

    assertThat(sink.lastCall().isOver()).isTrue();
  }

  @Test
  @DisplayName("F6 a very long bound means none, and does no harm")
  void noBound() {
    AsyncJobManager patient =
        manager(
            builder -> builder.onJobComplete(sink).sinkTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
    sink.answer(Answer.hang());
    end(patient, "a");
    time.advance(Duration.ofDays(30));
    assertThat(status(patient, "a")).isEqualTo(DeliveryStatus.IN_FLIGHT);
    sink.lastCall().succeed();
    time.runReady();

    assertThat(status(patient, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F6 each call has the whole bound, and the interrupt reaches no later call")
  void noStrayInterrupt() {
    List<Boolean> interrupted = new ArrayList<>();
    AsyncJobManager slow =
        manager(builder ->
            builder.onJobComplete(delivery -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              time.sleep(BOUND.minus(TICK));
            }));
    end(slow, "a");
    end(slow, "b");
    end(slow, "c");
    time.advance(BOUND.multipliedBy(3));

    assertThat(interrupted).containsExactly(false, false, false);
    assertThat(ids(slow.recentJobs()))
        .allSatisfy(id -> assertThat(status(slow, id)).isEqualTo(DeliveryStatus.DELIVERED));
  }

  @Test
  @DisplayName("F6 a sink that leaves its thread interrupted does not harm the next call")
  void leftInterrupted() {
    List<Boolean> interrupted = new ArrayList<>();
    AsyncJobManager rude =
        manager(builder ->
            builder.onJobComplete(delivery -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              Thread.currentThread().interrupt();
            }));
    sink.answer(Answer.take());
    rude.register("task", "label", DONE);
    rude.register("task", "label", DONE);
    time.runReady();

    assertThat(interrupted).containsExactly(false, false);
    assertThat(rude.deliveryState().queued()).isZero();
  }

  @Test
  @DisplayName("F6 a call that returns in time leaves no timer behind")
  void noTimerLeft() {
    end(manager, "before"); // from now on there is a timer for the retention
    sink.answer(Answer.hang());
    int timers = time.pendingTimers();
    end(manager, "a");
    assertThat(time.pendingTimers()).isGreaterThan(timers);
    sink.lastCall().succeed();
    time.runReady();

    assertThat(time.pendingTimers()).isEqualTo(timers);
  }

  @Test
  @DisplayName("F6 a jump of the wall clock neither hastens nor delays the bound")
  void monotonic() {
    sink.answerNext(Answer.hang());
    end(manager, "a");
    time.jumpClock(Duration.ofDays(1));
    time.advance(BOUND.minus(TICK));
    assertThat(sink.lastCall().isOver()).isFalse();
    time.jumpClock(Duration.ofDays(-2));
    time.advance(TICK);

    assertThat(sink.lastCall().isOver()).isTrue();
  }
}
