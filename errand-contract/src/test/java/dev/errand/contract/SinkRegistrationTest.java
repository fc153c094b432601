package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.Subscription;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F3. */
class SinkRegistrationTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(AsyncJobManager.Builder::routeByOwner);
  private final RecordingSink newer = RecordingSink.of(time);

  @Test
  @DisplayName("F3 the last registration wins")
  void lastWins() {
    manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    manager.registerDeliverySink("me", newer);
    end(manager, "b", "me");

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(newer.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("F3 registrations of different owners do not touch each other")
  void differentOwners() {
    Subscription mine = manager.registerDeliverySink("me", sink);
    manager.registerDeliverySink("you", newer);
    mine.close();
    end(manager, "a", "me");
    end(manager, "b", "you");

    assertThat(sink.calls()).isEmpty();
    assertThat(newer.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("F3 closing a replaced registration leaves its successor alone")
  void closesOnlyItself() {
    Subscription older = manager.registerDeliverySink("me", sink);
    manager.registerDeliverySink("me", newer);
    older.close();
    older.close();
    end(manager, "a", "me");

    assertThat(newer.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F3 the same sink registered twice is two registrations")
  void sameSinkTwice() {
    Subscription first = manager.registerDeliverySink("me", sink);
    Subscription second = manager.registerDeliverySink("me", sink);
    first.close();
    end(manager, "a", "me");
    assertThat(sink.jobIds()).containsExactly("a");

    second.close();
    end(manager, "b", "me");
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F3 a registration that is closed twice does not take away a later one")
  void closedTwice() {
    Subscription first = manager.registerDeliverySink("me", sink);
    first.close();
    manager.registerDeliverySink("me", newer);
    first.close();
    end(manager, "a", "me");

    assertThat(newer.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F3 a sink that is taken away gets no more calls")
  void takenAway() {
    Subscription registration = manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    registration.close();
    end(manager, "b", "me");
    time.advance(Duration.ofHours(1));

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F3 the sink is looked up per attempt: a retry goes to the one there is then")
  void perAttempt() {
    sink.answer(Answer.fail("no"));
    manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    manager.registerDeliverySink("me", newer);
    time.runReady();
    assertThat(newer.calls()).as("a new sink does not end the wait for a retry").isEmpty();
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(newer.jobIds()).containsExactly("a");
    assertThat(newer.lastCall().attempt()).isEqualTo(2);
  }

  @Test
  @DisplayName("F3 a call that has begun is the old sink's to finish: its success counts")
  void inFlightSucceeds() {
    sink.answer(Answer.hang());
    manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    manager.registerDeliverySink("me", newer);
    time.advance(Duration.ofSeconds(5));
    sink.lastCall().succeed();
    time.advance(Duration.ofMinutes(1));

    assertThat(newer.calls()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName(
      "F3 a call that has begun is the old sink's to finish: after its failure the new one")
  void inFlightFails() {
    sink.answer(Answer.hang());
    manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    manager.registerDeliverySink("me", newer);
    sink.lastCall().fail("no");
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(newer.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F3 a sink may take itself away in its own call, and still has that delivery")
  void closesItself() {
    AtomicReference<Subscription> registration = new AtomicReference<>();
    registration.set(
        manager.registerDeliverySink(
            "me",
            delivery -> {
              sink.deliver(delivery);
              registration.get().close();
            }));
    end(manager, "a", "me");
    end(manager, "b", "me");
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F3 nothing is called inside registerDeliverySink, also when mail is parked")
  void calledOnItsOwnThread() {
    end(manager, "a", "me");
    manager.registerDeliverySink("me", sink);
    assertThat(sink.calls()).isEmpty();
    time.runReady();

    assertThat(sink.lastCall().thread()).isNotSameAs(Thread.currentThread());
  }

  @Test
  @DisplayName("F3 an owner must not be blank, and a refused registration replaces nothing")
  void badInput() {
    manager.registerDeliverySink("me", sink);
    assertThatThrownBy(() -> manager.registerDeliverySink(" ", newer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("owner");
    assertThatThrownBy(() -> manager.registerDeliverySink("me", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sink");
    end(manager, "a", "me");

    assertThat(sink.jobIds()).containsExactly("a");
  }
}
