package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F2: mail for which there is no possible sink. */
class UnroutedTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager();

  private static void assertUnrouted(AsyncJobManager manager, String id) {
    assertThat(status(manager, id)).isEqualTo(DeliveryStatus.UNROUTED);
    assertThat(manager.deliveryState().queued()).isZero();
    assertThat(manager.deliveryState().parked()).isZero();
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("F2 mail with no possible sink is UNROUTED; the row keeps the text")
  void noSinkAtAll() {
    end(manager, "a", "me");
    end(manager, "b");

    assertUnrouted(manager, "a");
    assertUnrouted(manager, "b");
    assertThat(job(manager, "a").end().orElseThrow().text()).isEqualTo("result of a");
    assertThat(job(manager, "b").end().orElseThrow().text()).isEqualTo("result of b");
    assertThat(manager.deadLetters(JobFilter.all())).isEmpty();
  }

  @Test
  @DisplayName("F2 another owner's sink is no possible sink")
  void othersSink() {
    manager.registerDeliverySink("me", sink);
    end(manager, "a", "you");
    end(manager, "b");

    assertUnrouted(manager, "a");
    assertUnrouted(manager, "b");
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F2 unowned mail without onJobComplete is UNROUTED under routeByOwner, too")
  void unownedUnderRouteByOwner() {
    AsyncJobManager byOwner = manager(AsyncJobManager.Builder::routeByOwner);
    end(byOwner, "a");

    assertUnrouted(byOwner, "a");
  }

  @Test
  @DisplayName("F2 what was unrouted stays so: it is no surprise for a later sink")
  void forGood() {
    end(manager, "a", "me");
    manager.registerDeliverySink("me", sink);
    end(manager, "b", "me");
    time.advance(Duration.ofMinutes(1));

    assertThat(sink.jobIds()).containsExactly("b");
    assertUnrouted(manager, "a");
  }

  @Test
  @DisplayName("F2 an unrouted run is concluded: it is forgotten after retention")
  void forgotten() {
    end(manager, "a", "me");
    time.advance(Duration.ofMinutes(5).minus(TICK));
    assertThat(manager.job("a")).isPresent();
    time.advance(TICK);

    assertThat(manager.job("a")).isEmpty();
  }

  @Test
  @DisplayName("F2 whether there is a sink is asked when the mail is due, not before")
  void askedWhenDue() {
    ScriptedBody early = startStubborn(manager, "a", options().owner("me"));
    manager.cancel("a", CancelledBy.PERSON);
    manager.registerDeliverySink("me", sink);
    early.complete("late");
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F2 held mail without a sink is decided about when its last hold goes")
  void held() {
    manager.register("task", "label", DONE, options().id("a").owner("me").hold().build());
    manager.register("task", "label", DONE, options().id("b").owner("you").hold().build());
    time.advance(Duration.ofHours(1));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);

    manager.registerDeliverySink("me", sink);
    assertThat(manager.unwatchJobs(List.of("a", "b"))).isEqualTo(2);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertUnrouted(manager, "b");
  }

  @Test
  @DisplayName("F2 mail that a sink has failed to take is not unrouted when that sink goes")
  void neverAfterAnAttempt() {
    sink.answerNext(RecordingSink.Answer.fail("no"));
    var registration = manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    registration.close();
    time.advance(Duration.ofHours(1));
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(manager.deliveryState().parked()).isEqualTo(1);

    manager.registerDeliverySink("me", sink);
    time.runReady();

    assertThat(jobIds(sink.taken())).containsExactly("a");
  }

  @Test
  @DisplayName("F2 mail whose sink goes during its call and then fails is not unrouted")
  void neverInFlight() {
    sink.answerNext(RecordingSink.Answer.hang());
    var registration = manager.registerDeliverySink("me", sink);
    end(manager, "a", "me");
    registration.close();
    sink.lastCall().fail("no");
    time.advance(Duration.ofHours(1));

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(delivery(manager, "a").lastError()).contains("no");
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
  }
}
