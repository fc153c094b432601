package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: what becomes a dead letter by maxAttempts, and what that means. */
class DeadLetterTest extends DeliveryContractTest {
  private final AsyncJobManager manager =
      manager(builder -> builder.onJobComplete(sink).maxAttempts(3));
  private final DeliveryEvents events = new DeliveryEvents();

  @Test
  @DisplayName("F6 after maxAttempts failures a delivery is dead, and no sink is called any more")
  void maxAttempts() {
    sink.answer(Answer.fail("no"));
    end(manager, "a");
    time.advance(Duration.ofMillis(700));
    assertThat(sink.calls()).hasSize(2);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.advance(Duration.ofMillis(1_200));

    assertThat(sink.calls()).hasSize(3);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(delivery(manager, "a").nextAttemptAt()).isEmpty();
    time.advance(Duration.ofDays(1));
    assertThat(sink.calls()).hasSize(3);
  }

  @Test
  @DisplayName("F6 a dead letter is no longer queued, but counted and listed, with its last error")
  void listed() {
    sink.answerNext(Answer.fail("one"), Answer.fail("two"), Answer.fail("three"));
    end(manager, "a", "me");
    time.advance(Duration.ofSeconds(2));

    assertThat(manager.deliveryState().queued()).isZero();
    assertThat(manager.deliveryState().dead()).isEqualTo(1);
    assertThat(manager.deliveryState().nextRetryAt()).isEmpty();
    assertThat(manager.hasPendingDeliveries()).isFalse();
    assertThat(manager.deadLetters(JobFilter.all()))
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.deliveryId()).isEqualTo(sink.lastCall().delivery().deliveryId());
          assertThat(letter.attempt()).isEqualTo(3);
          assertThat(letter.jobId()).isEqualTo("a");
          assertThat(letter.owner()).contains("me");
          assertThat(letter.text()).isEqualTo("result of a");
          assertThat(letter.job().delivery().lastError()).contains("three");
          assertThat(letter.job().delivery().status()).isEqualTo(DeliveryStatus.DEAD);
        });
  }

  @Test
  @DisplayName("F6 one that is taken at the last attempt is not dead")
  void lastAttemptSucceeds() {
    sink.answerNext(Answer.fail("no"), Answer.fail("no"));
    end(manager, "a");
    time.advance(Duration.ofMinutes(1));

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(manager.deadLetters(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("F6 with maxAttempts 1 the first failure is the last")
  void onlyOne() {
    AsyncJobManager strict = manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
    sink.answer(Answer.fail("no"));
    end(strict, "a");

    assertThat(status(strict, "a")).isEqualTo(DeliveryStatus.DEAD);
    time.advance(Duration.ofHours(1));
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F6 a call that is beyond its bound is a failed attempt, the last one as well")
  void timeoutsCount() {
    sink.answer(Answer.hang());
    end(manager, "a");
    time.advance(Duration.ofMinutes(5));

    assertThat(sink.calls()).hasSize(3);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(sink.lastCall().interruptedAt()).isPresent();
  }

  @Test
  @DisplayName("F6 maxAttempts is unlimited by default")
  void unlimited() {
    AsyncJobManager patient = manager(builder -> builder.onJobComplete(sink));
    sink.answer(Answer.fail("no"));
    end(patient, "a");
    time.advance(Duration.ofHours(23));

    assertThat(status(patient, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(sink.lastCall().attempt()).isGreaterThan(2_700);
  }

  @Test
  @DisplayName("F6 dead letters are listed under a filter, in the order in which they died")
  void listedUnderFilter() {
    AsyncJobManager strict = manager(builder -> builder.onJobComplete(sink).maxAttempts(2));
    sink.answer(Answer.fail("no"));
    end(strict, "a", "me");
    time.advance(Duration.ofSeconds(1));
    end(strict, "b", "me/child");
    time.advance(Duration.ofSeconds(1));
    end(strict, "c");
    time.advance(Duration.ofSeconds(1));

    assertThat(jobIds(strict.deadLetters(JobFilter.all()))).containsExactly("a", "b", "c");
    assertThat(jobIds(strict.deadLetters(JobFilter.owner("me")))).containsExactly("a");
    assertThat(jobIds(strict.deadLetters(JobFilter.ownerTree("me")))).containsExactly("a", "b");
    assertThat(jobIds(strict.deadLetters(JobFilter.unowned()))).containsExactly("c");
    assertThat(strict.deadLetters(JobFilter.owner("you"))).isEmpty();
    assertThat(strict.deliveryState(JobFilter.owner("me")).dead()).isEqualTo(1);
  }

  @Test
  @DisplayName("F6 a dead letter is out of its lane's way")
  void outOfTheWay() {
    AsyncJobManager strict = manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
    sink.answerTo("a", Answer.fail("no"));
    end(strict, "a");
    end(strict, "b");

    assertThat(jobIds(sink.taken())).containsExactly("b");
  }

  @Test
  @DisplayName("F6 listeners hear of each attempt and of the death, in order, once")
  void heard() {
    manager.addListener(events);
    sink.answerNext(Answer.fail("one"), Answer.fail("two"), Answer.fail("three"));
    end(manager, "a");
    time.advance(Duration.ofDays(1));

    assertThat(events.words())
        .containsExactly(
            "attempted a 1: one", "attempted a 2: two", "attempted a 3: three", "dead a");
    assertThat(events.dead()).extracting(Delivery::text).containsExactly("result of a");
  }

  @Test
  @DisplayName("F6 listeners hear of the attempts and of the delivery, in order, once")
  void heardDelivered() {
    manager.addListener(events);
    sink.answerNext(Answer.fail("one"));
    end(manager, "a");
    time.advance(Duration.ofDays(1));

    assertThat(events.words())
        .containsExactly("attempted a 1: one", "attempted a 2", "delivered a");
  }
}
