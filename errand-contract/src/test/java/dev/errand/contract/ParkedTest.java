package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F6: parked mail, for how long and how much of it. */
class ParkedTest extends DeliveryContractTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final AsyncJobManager manager = manager(AsyncJobManager.Builder::routeByOwner);
  private final DeliveryEvents events = new DeliveryEvents();

  private List<String> dead() {
    return jobIds(manager.deadLetters(JobFilter.all()));
  }

  @Test
  @DisplayName("F6 parked mail is a dead letter after 7 days, untried, and says why")
  void sevenDays() {
    manager.addListener(events);
    end(manager, "a", "me");
    time.advance(WEEK.minus(SECOND));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
    time.advance(SECOND.multipliedBy(2));

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DEAD);
    assertThat(manager.deliveryState().parked()).isZero();
    assertThat(manager.deliveryState().dead()).isEqualTo(1);
    assertThat(manager.deadLetters(JobFilter.owner("me")))
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.job().delivery().attempts()).isZero();
          assertThat(letter.job().delivery().lastError().orElseThrow()).isNotBlank();
          assertThat(letter.text()).isEqualTo("result of a");
        });
    assertThat(events.words()).containsExactly("dead a");
  }

  @Test
  @DisplayName("F6 each has 7 days of its own")
  void daysOfItsOwn() {
    end(manager, "a", "me");
    time.advance(Duration.ofDays(3));
    end(manager, "b", "me");
    end(manager, "c", "you");
    time.advance(Duration.ofDays(4).plus(SECOND));
    assertThat(dead()).containsExactly("a");
    time.advance(Duration.ofDays(3).minus(SECOND.multipliedBy(2)));
    assertThat(dead()).containsExactly("a");
    time.advance(SECOND.multipliedBy(2));

    assertThat(dead()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  @DisplayName("F6 what is buried can be put back, once there is a sink")
  void putBack() {
    end(manager, "a", "me");
    time.advance(WEEK.plus(SECOND));
    manager.registerDeliverySink("me", sink);
    time.runReady();
    assertThat(sink.calls()).isEmpty();
    String deliveryId = manager.deadLetters(JobFilter.all()).getFirst().deliveryId();
    assertThat(manager.redeliver(deliveryId)).isTrue();
    time.runReady();

    assertThat(sink.lastCall().delivery().deliveryId()).isEqualTo(deliveryId);
    assertThat(sink.lastCall().attempt()).isEqualTo(1);
  }

  @Test
  @DisplayName("F6 on the seventh day a sink still gets it")
  void justInTime() {
    end(manager, "a", "me");
    time.advance(WEEK.minus(SECOND));
    manager.registerDeliverySink("me", sink);
    time.advance(WEEK);

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(dead()).isEmpty();
  }

  @Test
  @DisplayName("F6 the 7 days begin when its sink goes")
  void sinkGoes() {
    sink.answer(Answer.fail("no"));
    var registration = manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    time.advance(Duration.ofHours(20));
    registration.close();
    time.advance(WEEK.minus(SECOND));
    assertThat(dead()).isEmpty();
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
    time.advance(Duration.ofMinutes(1)); // it may have waited for its retry when the sink went

    assertThat(dead()).containsExactly("a");
  }

  @Test
  @DisplayName("F6 held mail is not parked: its 7 days begin when the last hold goes")
  void held() {
    manager.register("task", "label", DONE, options().id("a").owner("me").hold().build());
    time.advance(WEEK.multipliedBy(2));
    assertThat(manager.deliveryState().parked()).isZero();
    assertThat(manager.deliveryState().held()).isEqualTo(1);
    manager.unwatchJobs(List.of("a"));
    time.advance(WEEK.minus(SECOND));
    assertThat(dead()).isEmpty();
    time.advance(SECOND.multipliedBy(2));

    assertThat(dead()).containsExactly("a");
  }

  @Test
  @DisplayName("F6 a jump of the wall clock does not bury anything")
  void monotonic() {
    end(manager, "a", "me");
    time.jumpClock(WEEK.multipliedBy(2));
    time.advance(Duration.ofDays(1));

    assertThat(manager.deliveryState().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F6 an owner's parked mail beyond 10,000: the oldest becomes a dead letter")
  void tenThousand() {
    end(manager, "other", "you");
    for (int i = 0; i < MOST; i++) {
      end(manager, "a-" + i, "me");
    }
    time.advance(SECOND);
    assertThat(dead()).isEmpty();

    end(manager, "a-10000", "me");
    end(manager, "a-10001", "me");
    time.advance(SECOND);

    assertThat(dead()).containsExactly("a-0", "a-1");
    assertThat(delivery(manager, "a-0").lastError().orElseThrow()).isNotBlank();
    assertThat(manager.deliveryState(JobFilter.owner("me")).parked()).isEqualTo(MOST);
    assertThat(manager.deliveryState(JobFilter.owner("you")).parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F6 the bound is for parked mail: a lane with a sink may be as long as it likes")
  void lanesAreNotBounded() {
    RecordingSink slow = RecordingSink.of(time, Answer.hang());
    manager.registerDeliverySink("me", slow);
    for (int i = 0; i < MOST + 10; i++) {
      end(manager, "a-" + i, "me");
    }
    time.advance(SECOND);

    assertThat(dead()).isEmpty();
    assertThat(manager.deliveryState().queued()).isEqualTo(MOST + 10);
  }
}
