package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F14: what draining waits for, and for how long. */
class DrainTest extends MailContractTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  /** Drains without time passing. */
  private void assertDrainedAtOnce(AsyncJobManager manager) throws InterruptedException {
    Instant before = time.now();
    assertThat(manager.drainDeliveries(HOUR)).isTrue();
    assertThat(time.now()).isEqualTo(before);
  }

  @Test
  @DisplayName("F14 with nothing pending it is true at once, also with a timeout of zero")
  void nothing() throws InterruptedException {
    AsyncJobManager manager = delivering();
    running(manager, "goes on");
    ended(manager, "delivered");

    assertDrainedAtOnce(manager);
    assertThat(manager.drainDeliveries(Duration.ZERO)).isTrue();
  }

  @Test
  @DisplayName("F14 held and parked deliveries and dead letters do not count")
  void doNotCount() throws InterruptedException {
    AsyncJobManager manager = manager(builder -> builder.routeByOwner().maxAttempts(1));
    manager.registerDeliverySink("bob", RecordingSink.of(time, Answer.fail("no")));
    ended(manager, "parked", "held");
    manager.hold("held");
    ended(manager, "dead", "bob", DONE);
    assertThat(manager.deliveryState().dead()).isOne();

    assertDrainedAtOnce(manager);
  }

  @Test
  @DisplayName("F14 it waits for the calls in flight and what waits behind them, and no longer")
  void waits() throws InterruptedException {
    AsyncJobManager manager =
        manager(builder -> builder.onJobComplete(delivery -> time.sleep(Duration.ofSeconds(3))));
    ended(manager, "a", "b", "c");
    Instant before = time.now();

    assertThat(manager.drainDeliveries(HOUR)).isTrue();

    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(9));
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("F14 it waits through retries")
  void retries() throws InterruptedException {
    AsyncJobManager manager = delivering();
    sink.answerNext(Answer.fail("no"), Answer.fail("no"), Answer.fail("no"));
    ended(manager, "a");

    assertThat(manager.drainDeliveries(HOUR)).isTrue();

    assertThat(sink.calls()).hasSize(4);
    assertThat(time.now()).as("and not longer").isEqualTo(sink.lastCall().at());
  }

  @Test
  @DisplayName("F14 it is false at the deadline, neither before nor after")
  void deadline() throws InterruptedException {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hangStubbornly());
    ended(manager, "a");
    Instant before = time.now();

    assertThat(manager.drainDeliveries(TEN)).isFalse();

    assertThat(Duration.between(before, time.now())).isEqualTo(TEN);
  }

  @Test
  @DisplayName("F14 with or without filter it waits until the deadline, if the next retry is later")
  void retryBehindTheDeadline() throws InterruptedException {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));
    ended(manager, "a");
    time.advance(Duration.ofMinutes(10)); // retries are far apart by now
    Instant next = manager.deliveryState().nextRetryAt().orElseThrow();
    Duration third = Duration.between(time.now(), next).dividedBy(3);
    Instant before = time.now();

    assertThat(manager.drainDeliveries(third)).isFalse();
    assertThat(manager.drainDeliveries(third, ALICE)).isFalse();

    assertThat(Duration.between(before, time.now())).isEqualTo(third.multipliedBy(2));
  }

  @Test
  @DisplayName("F14 draining calls no sink by itself, however often it is asked")
  void callsNoSink() throws InterruptedException {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));
    ended(manager, "a");

    for (int i = 0; i < 10; i++) {
      assertThat(manager.drainDeliveries(Duration.ZERO, ALICE)).isFalse();
      assertThat(manager.drainDeliveries(Duration.ZERO)).isFalse();
    }

    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("F14 several drains at once deliver nothing in parallel, and all come back")
  void severalAtOnce() {
    AsyncJobManager manager = delivering();
    sink.answerNext(Answer.hang());
    ended(manager, "a", "b", "c");
    Forked<Boolean> everybody = fork(() -> manager.drainDeliveries(HOUR));
    Forked<Boolean> hers = fork(() -> manager.drainDeliveries(HOUR, ALICE));
    Forked<Boolean> hersAgain = fork(() -> manager.drainDeliveries(HOUR, ALICE));
    assertThat(hers.isOver()).isFalse();

    sink.lastCall().succeed();
    time.runReady();

    assertThat(List.of(everybody.result(), hers.result(), hersAgain.result())).containsOnly(true);
    assertThat(sink.jobIds()).containsExactly("a", "b", "c");
    assertThat(sink.mostAtOnce()).isOne();
  }

  @Test
  @DisplayName("F14 under a filter it waits for nothing of anybody else")
  void filter() throws InterruptedException {
    AsyncJobManager manager = delivering();
    sink.answerTo("hangs", Answer.hangStubbornly());
    ended(manager, "hangs", "bob", DONE);
    ended(manager, "a");
    Instant before = time.now();

    assertThat(manager.drainDeliveries(HOUR, ALICE)).isTrue();
    assertThat(time.now()).isEqualTo(before);
    assertThat(manager.drainDeliveries(TEN, BOB)).isFalse();
  }
}
