package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.RecordingSink.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: deliveryTtl. It is looked at when an attempt fails. */
class DeliveryTtlTest extends DeliveryContractTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
  private final AsyncJobManager hasty =
      manager(builder -> builder.onJobComplete(sink).deliveryTtl(TEN_SECONDS));

  /** How long after the first attempt the last one began. */
  private Duration span() {
    return Duration.between(sink.times().get(0), sink.lastCall().at());
  }

  @Test
  @DisplayName("F6 by default a delivery that fails for 24 h is dead")
  void aDay() {
    sink.answer(Answer.fail("no"));
    end(manager, "a");
    time.advance(DAY.minus(TICK));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.advance(Duration.ofSeconds(30));

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(span()).isBetween(DAY, DAY.plusSeconds(30));
    assertThat(manager.deadLetters(JobFilter.all()))
        .singleElement()
        .satisfies(letter -> assertThat(letter.job().delivery().lastError()).contains("no"));
    time.advance(DAY);
    assertThat(span()).isLessThan(DAY.plusSeconds(31));
  }

  @Test
  @DisplayName("F6 deliveryTtl is that of the builder")
  void ownTtl() {
    sink.answer(Answer.fail("no"));
    end(hasty, "a");
    time.advance(Duration.ofMinutes(5));

    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.DEAD);
    // Attempts 1 to 5 come within 8.3 s, the next one after 15.5 s at the earliest.
    assertThat(sink.calls()).extracting(Call::attempt).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(span()).isBetween(Duration.ofMillis(15_500), Duration.ofMillis(16_500));
  }

  @Test
  @DisplayName("F6 the last attempt, however late, is made: if it succeeds nothing is dead")
  void lastOneSucceeds() {
    for (int i = 0; i < 5; i++) {
      sink.answerNext(Answer.fail("no"));
    }
    end(hasty, "a");
    time.advance(Duration.ofMinutes(5));

    assertThat(sink.calls()).hasSize(6);
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F6 the first of maxAttempts and deliveryTtl to be reached decides")
  void bothBounds() {
    AsyncJobManager both =
        manager(builder -> builder.onJobComplete(sink).maxAttempts(3).deliveryTtl(TEN_SECONDS));
    sink.answer(Answer.fail("no"));
    end(both, "a");
    time.advance(Duration.ofMinutes(5));
    assertThat(sink.callsFor("a")).hasSize(3);

    sink.answer(Answer.hang());
    end(both, "b");
    time.advance(Duration.ofMinutes(5));
    assertThat(sink.callsFor("b")).hasSize(1);
    assertThat(jobIds(both.deadLetters(JobFilter.all()))).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F6 deliveryTtl counts from the first attempt, not from the end of the run")
  void fromTheFirstAttempt() {
    AsyncJobManager byOwner = manager(builder -> builder.routeByOwner().deliveryTtl(TEN_SECONDS));
    end(byOwner, "a", "me");
    time.advance(Duration.ofDays(3));
    sink.answer(Answer.fail("no"));
    byOwner.registerDeliverySink("me", sink);
    time.advance(Duration.ofMinutes(5));

    assertThat(sink.calls()).hasSize(6);
    assertThat(status(byOwner, "a")).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 time held does not count")
  void heldTimeDoesNotCount() {
    sink.answer(Answer.fail("no"));
    end(hasty, "a");
    time.advance(Duration.ofSeconds(2)); // attempts at 0, about 0.6 and about 1.7 s
    assertThat(sink.calls()).hasSize(3);
    try (Hold hold = hasty.hold("a").orElseThrow()) {
      assertThat(hold.jobId()).isEqualTo("a");
      time.advance(Duration.ofHours(1));
      assertThat(sink.calls()).hasSize(3);
    }
    time.runReady();

    // The fourth attempt is made 2 s of life after the first, whatever the clock says.
    assertThat(sink.calls()).hasSize(4);
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.advance(Duration.ofSeconds(5)); // the fifth, about 6.1 s of life after the first
    assertThat(sink.calls()).hasSize(5);
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.advance(Duration.ofSeconds(10)); // the sixth, about 14.2 s after it
    assertThat(sink.calls()).hasSize(6);
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.DEAD);
  }

  @Test
  @DisplayName("F6 time held before the first attempt does not count either")
  void heldBeforeTheFirst() {
    sink.answer(Answer.fail("no"));
    hasty.register("task", "label", DONE, options().id("a").hold().build());
    time.advance(Duration.ofHours(1));
    assertThat(hasty.unwatchJobs(List.of("a"))).isEqualTo(1);
    time.advance(Duration.ofMinutes(5));

    assertThat(sink.calls()).hasSize(6);
  }

  @Test
  @DisplayName("F6 held again and again: only the times between the holds count")
  void heldRepeatedly() {
    sink.answer(Answer.fail("no"));
    end(hasty, "a");
    for (int i = 0; i < 8; i++) {
      time.advance(Duration.ofSeconds(1));
      Hold outer = hasty.hold("a").orElseThrow();
      Hold inner = hasty.hold("a").orElseThrow();
      time.advance(Duration.ofMinutes(10));
      outer.close();
      time.advance(Duration.ofMinutes(10));
      inner.close();
      time.runReady();
    }
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.WAITING);
  }

  @Test
  @DisplayName("F6 a jump of the wall clock neither hastens nor delays the death")
  void monotonic() {
    sink.answer(Answer.fail("no"));
    end(hasty, "a");
    Instant begin = time.now();
    time.jumpClock(Duration.ofDays(2));
    time.advance(Duration.ofSeconds(9));
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.WAITING);
    time.jumpClock(Duration.ofDays(-4));
    time.advance(TEN_SECONDS);

    assertThat(time.now()).isBefore(begin);
    assertThat(status(hasty, "a")).isEqualTo(DeliveryStatus.DEAD);
  }
}
