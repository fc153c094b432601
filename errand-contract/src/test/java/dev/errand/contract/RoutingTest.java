package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F2: whose mail goes where. Mail without any sink is in UnroutedTest and ParkedTest. */
class RoutingTest extends DeliveryContractTest {
  private final RecordingSink catchAll = RecordingSink.of(time);
  private final AsyncJobManager open = manager(builder -> builder.onJobComplete(catchAll));
  private final AsyncJobManager byOwner =
      manager(builder -> builder.onJobComplete(catchAll).routeByOwner());

  @Test
  @DisplayName("F2 onJobComplete takes all mail: of every owner and of none")
  void catchAllTakesAll() {
    end(open, "a", "me");
    end(open, "b", "you");
    end(open, "c");

    assertThat(catchAll.jobIds()).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("F2 an owner with a sink of its own has its mail there, and nobody else's")
  void ownSinkFirst() {
    open.registerDeliverySink("me", sink);
    end(open, "a", "me");
    end(open, "b", "you");
    end(open, "c");

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(catchAll.jobIds()).containsExactly("b", "c");
  }

  @Test
  @DisplayName("F2 a sink is for exactly one owner, not for its children or namesakes")
  void exactOwner() {
    open.registerDeliverySink("me", sink);
    end(open, "a", "me/child");
    end(open, "b", "Me");
    end(open, "c", "me2");

    assertThat(sink.calls()).isEmpty();
    assertThat(catchAll.jobIds()).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("F2 a result never goes to two sinks, failing or not")
  void oneOfTheTwo() {
    sink.answerNext(RecordingSink.Answer.fail("not yet"));
    open.registerDeliverySink("me", sink);
    end(open, "a", "me");
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("a", "a");
    assertThat(catchAll.calls()).isEmpty();
  }

  @Test
  @DisplayName("F2 an owner that gets a sink of its own has even the retries there")
  void ownSinkLater() {
    catchAll.answer(RecordingSink.Answer.fail("no"));
    end(open, "a", "me");
    open.registerDeliverySink("me", sink);
    time.advance(Duration.ofMinutes(1));

    assertThat(catchAll.jobIds()).containsExactly("a");
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F2 with routeByOwner owned mail goes to its owner's sink only")
  void ownersSinkOnly() {
    byOwner.registerDeliverySink("me", sink);
    end(byOwner, "a", "me");
    end(byOwner, "b", "you");

    time.advance(Duration.ofHours(1));
    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(catchAll.calls()).isEmpty();
    assertThat(byOwner.deliveryState(JobFilter.owner("you")).parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F2 with routeByOwner onJobComplete serves unowned mail")
  void catchAllForUnowned() {
    end(byOwner, "a");

    assertThat(catchAll.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F2 with routeByOwner mail waits for its sink as long as there is none")
  void parked() {
    end(byOwner, "a", "me");
    end(byOwner, "b", "me");
    time.advance(Duration.ofHours(48));
    assertThat(byOwner.deliveryState().parked()).isEqualTo(2);
    assertThat(byOwner.hasPendingDeliveries()).isFalse();

    byOwner.registerDeliverySink("me", sink);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a", "b");
    assertThat(sink.times()).containsOnly(time.now());
    assertThat(byOwner.deliveryState().parked()).isZero();
    assertThat(catchAll.calls()).isEmpty();
  }

  @Test
  @DisplayName("F2 with routeByOwner a sink that is registered takes nobody else's parked mail")
  void parkedOfOthers() {
    end(byOwner, "a", "me");
    end(byOwner, "b", "you");
    byOwner.registerDeliverySink("me", sink);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(byOwner.deliveryState(JobFilter.owner("you")).parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("F2 with routeByOwner the mail of an owner whose sink goes is parked again")
  void sinkGoes() {
    sink.answerNext(RecordingSink.Answer.fail("no"));
    var registration = byOwner.registerDeliverySink("me", sink);
    end(byOwner, "a", "me");
    registration.close();
    end(byOwner, "b", "me");
    assertThat(byOwner.deliveryState().parked()).isEqualTo(2);
    time.advance(Duration.ofHours(1));
    assertThat(sink.jobIds()).containsExactly("a");

    byOwner.registerDeliverySink("me", sink);
    time.runReady();

    assertThat(jobIds(sink.taken())).containsExactlyInAnyOrder("a", "b");
    assertThat(catchAll.calls()).isEmpty();
  }

  @Test
  @DisplayName("F2 without routeByOwner the mail of an owner whose sink goes takes the catch-all")
  void sinkGoesCatchAllStays() {
    sink.answer(RecordingSink.Answer.fail("no"));
    var registration = open.registerDeliverySink("me", sink);
    end(open, "a", "me");
    registration.close();
    end(open, "b", "me");
    time.advance(Duration.ofSeconds(1));

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(catchAll.jobIds()).containsExactly("b", "a");
  }
}
