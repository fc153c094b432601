package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryInfo;
import dev.errand.DeliveryStatus;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F5, but for how long the waits are: that is in RetryWaitTest. */
class RetryTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @Test
  @DisplayName("F5 a failed delivery is tried again until it is taken, and then no more")
  void untilTaken() {
    sink.answerNext(Answer.fail("no"), Answer.fail("no"), Answer.fail("no"));
    end(manager, "a");
    time.advance(Duration.ofMinutes(4));

    assertThat(sink.jobIds()).containsExactly("a", "a", "a", "a");
    assertThat(sink.calls()).extracting(Call::attempt).containsExactly(1, 2, 3, 4);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F5 the snapshot tells when the next attempt is, and why the last one failed")
  void onTheSnapshot() {
    sink.answer(Answer.fail("mailbox is full"));
    end(manager, "a");
    DeliveryInfo failed = delivery(manager, "a");
    assertThat(failed.status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(failed.held()).isFalse();
    assertThat(failed.attempts()).isEqualTo(1);
    assertThat(failed.lastError()).contains("mailbox is full");
    Instant next = failed.nextAttemptAt().orElseThrow();

    sink.answer(Answer.hang());
    time.advance(Duration.between(time.now(), next).minus(TICK));
    assertThat(sink.calls()).hasSize(1);
    time.advance(TICK);

    assertThat(sink.calls()).hasSize(2);
    assertThat(delivery(manager, "a").status()).isEqualTo(DeliveryStatus.IN_FLIGHT);
    assertThat(delivery(manager, "a").attempts()).isEqualTo(2);
    assertThat(delivery(manager, "a").nextAttemptAt()).isEmpty();
  }

  @Test
  @DisplayName("F5 whatever a sink throws is a failed attempt, with a word about it")
  void whateverItThrows() {
    List<Throwable> failures =
        List.of(
            new IllegalStateException("unchecked"),
            new Exception("checked"),
            new OutOfMemoryError("heap"),
            new InterruptedException("nobody interrupted it"),
            new StackOverflowError(),
            new NamelessException());
    sink.answerNext(failures.stream().map(Answer::fail).toArray(Answer[]::new));
    end(manager, "a");
    for (Throwable failure : failures) {
      DeliveryInfo failed = delivery(manager, "a");
      assertThat(failed.status()).isEqualTo(DeliveryStatus.WAITING);
      assertThat(failed.lastError().orElseThrow()).contains(wordFor(failure));
      time.advance(Duration.between(time.now(), failed.nextAttemptAt().orElseThrow()));
    }
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  private static String wordFor(Throwable failure) {
    boolean nameless = failure instanceof NamelessException || failure.getMessage() == null;
    return nameless ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** An exception that throws when it is asked what it is. */
  private static final class NamelessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("bad message");
    }
  }

  @Test
  @DisplayName("F5 the row of what is being retried is kept, however long that takes")
  void rowIsKept() {
    sink.answer(Answer.fail("no"));
    end(manager, "a");
    time.advance(Duration.ofHours(6));
    assertThat(manager.job("a")).isPresent();

    sink.answer(Answer.take());
    time.advance(Duration.ofSeconds(30));
    assertThat(sink.taken())
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.attempt()).isGreaterThan(700);
          assertThat(delivery.text()).isEqualTo("result of a");
        });
  }

  @Test
  @DisplayName("F5 a jump of the wall clock neither hastens nor delays a retry")
  void monotonic() {
    sink.answerNext(Answer.fail("no"), Answer.fail("no"));
    end(manager, "a");
    time.jumpClock(Duration.ofDays(1));
    time.advance(Duration.ofMillis(500).minus(TICK));
    assertThat(sink.calls()).hasSize(1);
    time.advance(Duration.ofMillis(200));
    assertThat(sink.calls()).hasSize(2);

    time.jumpClock(Duration.ofDays(-2));
    time.advance(Duration.ofMillis(800));
    assertThat(sink.calls()).hasSize(2);
    time.advance(Duration.ofMillis(400));
    assertThat(sink.calls()).hasSize(3);
  }

  @Test
  @DisplayName("F5 deliveries that wait for their retries have no timer each")
  void oneTimerForAll() {
    sink.answer(Answer.fail("no"));
    end(manager, "a-0");
    int timers = time.pendingTimers();
    for (int i = 1; i < 200; i++) {
      end(manager, "a-" + i);
    }
    assertThat(manager.deliveryState().queued()).isEqualTo(200);
    assertThat(time.pendingTimers()).isEqualTo(timers);
  }

  @Test
  @DisplayName("F5 two jobs that fail at the same moment have waits of their own")
  void ownWaits() {
    sink.answerNext(Answer.fail("no"), Answer.fail("no"));
    end(manager, "a");
    end(manager, "b");
    time.advance(Duration.ofMillis(700));

    assertThat(sink.callsFor("a")).hasSize(2);
    assertThat(sink.callsFor("b")).hasSize(2);
  }
}
