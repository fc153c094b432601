package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: how long dead letters are kept, and how many. */
class DeadLetterKeptTest extends DeliveryContractTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final AsyncJobManager manager =
      manager(builder -> builder.onJobComplete(sink.answer(Answer.fail("no"))).maxAttempts(1));

  private List<String> dead() {
    return jobIds(manager.deadLetters(JobFilter.all()));
  }

  @Test
  @DisplayName(
      "F6 a dead letter is kept 7 days, whatever the retention, and then goes with its run")
  void sevenDays() {
    end(manager, "a");
    time.advance(WEEK.minus(SECOND));
    assertThat(dead()).containsExactly("a");
    assertThat(job(manager, "a").end().orElseThrow().text()).isEqualTo("result of a");
    time.advance(SECOND.multipliedBy(2));

    assertThat(dead()).isEmpty();
    assertThat(manager.deliveryState().dead()).isZero();
    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("F6 without retention a dead letter is kept all the same")
  void withoutRetention() {
    AsyncJobManager forgetful =
        manager(builder -> builder.onJobComplete(sink).maxAttempts(1).retention(Duration.ZERO));
    end(forgetful, "a");
    time.advance(WEEK.minus(SECOND));

    assertThat(jobIds(forgetful.deadLetters(JobFilter.all()))).containsExactly("a");
    assertThat(forgetful.job("a")).isPresent();
  }

  @Test
  @DisplayName("F6 each dead letter has 7 days of its own, counted from its death")
  void daysOfItsOwn() {
    end(manager, "a");
    time.advance(Duration.ofDays(3));
    end(manager, "b");
    time.advance(Duration.ofDays(4).plus(SECOND));
    assertThat(dead()).containsExactly("b");
    time.advance(Duration.ofDays(3).minus(SECOND.multipliedBy(2)));
    assertThat(dead()).containsExactly("b");
    time.advance(SECOND.multipliedBy(2));

    assertThat(dead()).isEmpty();
  }

  @Test
  @DisplayName("F6 what dies again has another 7 days")
  void diesAgain() {
    end(manager, "a");
    time.advance(Duration.ofDays(6));
    Delivery letter = manager.deadLetters(JobFilter.all()).getFirst();
    assertThat(manager.redeliver(letter.deliveryId())).isTrue();
    time.advance(Duration.ofDays(6));

    assertThat(dead()).containsExactly("a");
  }

  @Test
  @DisplayName("F6 a jump of the wall clock does not end a dead letter")
  void monotonic() {
    end(manager, "a");
    time.jumpClock(WEEK.multipliedBy(2));
    time.advance(Duration.ofDays(1));

    assertThat(dead()).containsExactly("a");
  }

  @Test
  @DisplayName("F6 at most 10,000 are kept; beyond that the oldest go, and their runs with them")
  void tenThousand() {
    for (int i = 0; i < MOST; i++) {
      end(manager, "a-" + i, "owner-" + i % 7);
    }
    time.advance(SECOND);
    assertThat(manager.deliveryState().dead()).isEqualTo(MOST);
    assertThat(manager.job("a-0")).isPresent();

    end(manager, "b-0");
    end(manager, "b-1");
    time.advance(SECOND);

    assertThat(manager.deliveryState().dead()).isEqualTo(MOST);
    assertThat(dead()).hasSize(MOST).startsWith("a-2", "a-3").endsWith("a-9999", "b-0", "b-1");
    assertThat(manager.job("a-0")).isEmpty();
    assertThat(manager.job("a-1")).isEmpty();
    assertThat(manager.job("a-2")).isPresent();
  }
}
