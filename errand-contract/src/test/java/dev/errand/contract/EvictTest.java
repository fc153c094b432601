package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract H2: evict forgets at once, with all that was still to come. What those notice who have
 * something of it at that moment is in {@link EvictUnderWayTest}.
 */
class EvictTest extends ContractTest {
  private final RecordingSink sink = RecordingSink.of(time);

  /** A manager whose owner "me" has no sink, so that its mail is parked. */
  private final AsyncJobManager manager =
      manager(builder -> builder.routeByOwner().maxRunningJobs(3));

  private void done(String id, String owner) {
    manager.register("task", "label", DONE, options().id(id).owner(owner).build());
    time.runReady();
  }

  @Test
  @DisplayName("H2 evict forgets ended runs at once, and says how many")
  void forgets() {
    done("a", "me");
    done("b", "me");
    assertThat(manager.evict(JobFilter.all())).isEqualTo(2);
    assertThat(manager.allJobs()).isEmpty();
    assertThat(manager.recentJobs()).isEmpty();
    assertThat(manager.evict(JobFilter.all())).isZero();
  }

  @Test
  @DisplayName("H2 a new conversation does not get the mail of the old one")
  void newConversation() {
    done("a", "me");
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
    manager.evict(JobFilter.owner("me"));
    assertThat(manager.deliveryState().parked()).isZero();

    manager.registerDeliverySink("me", sink);
    done("new", "me");
    time.advance(Duration.ofDays(1));
    assertThat(sink.jobIds()).containsExactly("new");
  }

  @Test
  @DisplayName("H2 evict leaves what is queued or running")
  void unfinishedStays() {
    for (String id : List.of("r1", "r2", "r3")) {
      manager.register(
          "task", "label", ScriptedBody.of(time), options().id(id).owner("me").build());
    }
    manager.register(
        "task", "label", DONE, options().id("q").owner("me").admission(Admission.QUEUE).build());
    time.runReady();
    assertThat(manager.evict(JobFilter.all())).isZero();
    assertThat(ids(manager.allJobs())).containsExactly("r1", "r2", "r3", "q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "owner", "tree", "unowned"})
  @DisplayName("H2 evict forgets what the filter sees, and nothing else")
  void filtered(String which) {
    done("me", "me");
    done("child", "me/child");
    done("you", "you");
    manager.register("task", "label", DONE, options().id("nobody").build());
    time.runReady();
    switch (which) {
      case "all" -> {
        manager.evict(JobFilter.all());
        assertThat(manager.allJobs()).isEmpty();
      }
      case "owner" -> {
        manager.evict(JobFilter.owner("me"));
        assertThat(ids(manager.allJobs())).containsExactly("child", "you", "nobody");
      }
      case "tree" -> {
        manager.evict(JobFilter.ownerTree("me"));
        assertThat(ids(manager.allJobs())).containsExactly("you", "nobody");
      }
      default -> {
        manager.evict(JobFilter.unowned());
        assertThat(ids(manager.allJobs())).containsExactly("me", "child", "you");
      }
    }
    int owned = (int) manager.allJobs().stream().filter(job -> job.owner().isPresent()).count();
    assertThat(manager.deliveryState().parked()).as("their mail stays, too").isEqualTo(owned);
  }

  @Test
  @DisplayName("H2 what waits for a retry is not tried again")
  void retryGoes() {
    manager.registerDeliverySink("me", sink);
    sink.answer(Answer.fail("no"));
    done("a", "me");
    assertThat(manager.deliveryState().nextRetryAt()).isPresent();
    manager.evict(JobFilter.all());
    assertThat(manager.deliveryState().nextRetryAt()).isEmpty();
    assertThat(manager.hasPendingDeliveries()).isFalse();
    time.advance(Duration.ofDays(1));
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("H2 held mail goes, and closing its hold later does nothing")
  void heldGoes() {
    manager.registerDeliverySink("me", sink);
    manager.register("task", "label", DONE, options().id("a").owner("me").build());
    Hold hold = manager.hold("a").orElseThrow();
    time.runReady();
    assertThat(manager.deliveryState().held()).isEqualTo(1);
    manager.evict(JobFilter.all());
    assertThat(manager.deliveryState().held()).isZero();
    hold.close();
    time.advance(Duration.ofDays(1));
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("H2 the hold of a forgotten run does not touch the next run of its id")
  void holdIsTheRuns() {
    manager.registerDeliverySink("me", sink);
    manager.register("task", "label", DONE, options().id("a").owner("me").build());
    Hold old = manager.hold("a").orElseThrow();
    time.runReady();
    manager.evict(JobFilter.all());

    manager.register("task", "label", DONE, options().id("a").owner("me").build());
    Hold mine = manager.hold("a").orElseThrow();
    time.runReady();
    old.close();
    time.runReady();
    assertThat(sink.calls()).as("held by the new hold still").isEmpty();
    mine.close();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("H2 dead letters go, those of the filter only, and cannot be put back")
  void deadLettersGo() {
    AsyncJobManager strict = manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
    sink.answer(Answer.fail("no"));
    strict.register("task", "label", DONE, options().id("mine").owner("me").build());
    strict.register("task", "label", DONE, options().id("yours").owner("you").build());
    time.runReady();
    String deliveryId = strict.deadLetters(JobFilter.owner("me")).get(0).deliveryId();

    assertThat(strict.evict(JobFilter.owner("me"))).isEqualTo(1);
    assertThat(strict.deadLetters(JobFilter.all()))
        .extracting(letter -> letter.jobId())
        .containsExactly("yours");
    assertThat(strict.deliveryState().dead()).isEqualTo(1);
    assertThat(strict.redeliver(deliveryId)).isFalse();
    assertThat(strict.deadLetters(JobFilter.owner("me"))).isEmpty();
  }

  @Test
  @DisplayName("H2 a forgotten run whose body goes on is not delivered when that is gone")
  void bodyGoesOn() {
    manager.registerDeliverySink("me", sink);
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id("a").owner("me").build());
    time.runReady();
    manager.cancel("a", CancelledBy.PERSON);
    assertThat(manager.evict(JobFilter.all())).isEqualTo(1);
    body.complete("late");
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.calls()).isEmpty();
    assertThat(manager.allJobs()).isEmpty();
  }

  @Test
  @DisplayName("H2 a muted or acknowledged run is forgotten with its mark")
  void marksGo() {
    manager.registerDeliverySink("me", sink);
    manager.register("task", "label", DONE, options().id("a").owner("me").build());
    manager.acknowledgeDeliveries(List.of("a"));
    time.runReady();
    assertThat(manager.isDeliverySuppressed("a")).isTrue();
    manager.evict(JobFilter.all());
    assertThat(manager.isDeliverySuppressed("a")).isFalse();
    assertThat(manager.resumeDeliveries(List.of("a"))).isZero();
    done("a", "me");
    assertThat(sink.jobIds()).containsExactly("a");
  }
}
