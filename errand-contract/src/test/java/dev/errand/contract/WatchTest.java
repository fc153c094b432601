package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryStatus;
import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F11: watches are counted holds of the caller's filter. */
class WatchTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  private boolean isHeld(String id) {
    return job(manager, id).delivery().held();
  }

  @Test
  @DisplayName("F11 a result that ends while it is watched is not lost: unwatching delivers it")
  void endsWhileWatched() {
    ScriptedBody body = running(manager, "a");
    assertThat(manager.watchJobs(A)).isOne();
    end(body);
    assertThat(sink.calls()).isEmpty();

    assertThat(manager.unwatchJobs(A)).isOne();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 a watched result is kept also where nothing is retained")
  void noRetention() {
    AsyncJobManager forgetful =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
    ScriptedBody body = running(forgetful, "a");
    forgetful.watchJobs(A);
    end(body);
    time.advance(HOUR);
    assertThat(status(forgetful, "a")).isEqualTo(DeliveryStatus.WAITING);

    forgetful.unwatchJobs(A);
    time.runReady();

    assertThat(sink.taken()).extracting(delivery -> delivery.text()).containsExactly("done");
  }

  @Test
  @DisplayName(
      "F11 a delivery that is watched while it waits for its retry stays, and is not tried")
  void watchedWhileQueued() {
    sink.answerNext(Answer.fail("no"));
    ended(manager, "a");
    manager.watchJobs(A);
    ended(manager, "b");
    time.advance(HOUR);
    assertThat(sink.callsFor("a")).hasSize(1);

    manager.unwatchJobs(A);
    time.runReady();

    assertThat(sink.callsFor("a")).hasSize(2);
  }

  @Test
  @DisplayName(
      "F11 watchJobs and unwatchJobs return how many distinct known ids they held, released")
  void howMany() {
    running(manager, "a");
    running(manager, "b");
    List<String> ids = List.of(" a", "a", "unknown", "b", "a\t", "", "  ", "unknown");

    assertThat(manager.watchJobs(ids)).isEqualTo(2);
    assertThat(isHeld("a")).isTrue();
    assertThat(isHeld("b")).isTrue();

    assertThat(manager.unwatchJobs(ids)).isEqualTo(2);
    assertThat(isHeld("a")).as("duplicates had counted once").isFalse();
    assertThat(isHeld("b")).isFalse();
    assertThat(manager.watchJobs(List.of())).isZero();
    assertThat(manager.unwatchJobs(List.of())).isZero();
  }

  @Test
  @DisplayName("F11 watches are counted: each unwatch takes one")
  void counted() {
    ScriptedBody body = running(manager, "a");
    manager.watchJobs(A);
    manager.watchJobs(A);
    end(body);

    assertThat(manager.unwatchJobs(A)).isOne();
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    assertThat(manager.unwatchJobs(A)).isOne();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(manager.unwatchJobs(A)).as("there is none left").isZero();
  }

  @Test
  @DisplayName("F11 unwatching takes away no hold but the filter's own watches")
  void onlyItsOwn() {
    ScriptedBody body = running(manager, "a");
    Hold token = manager.hold("a").orElseThrow();
    manager.watchJobs(A, ALICE);
    end(body);

    assertThat(manager.unwatchJobs(A)).as("nobody watches without a filter").isZero();
    assertThat(manager.unwatchJobs(A, JobFilter.ownerTree("alice"))).isZero();
    token.close();
    time.runReady();
    assertThat(sink.calls()).as("Alice watches still").isEmpty();

    assertThat(manager.unwatchJobs(A, ALICE)).isOne();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 filters that are equal are the same watcher")
  void equalFilters() {
    running(manager, "a");
    manager.watchJobs(A, JobFilter.owner("alice"));

    assertThat(manager.unwatchJobs(A, JobFilter.owner("alice"))).isOne();
    assertThat(isHeld("a")).isFalse();
  }

  @Test
  @DisplayName("F11 under a filter a foreign id is unknown: it is neither held nor released")
  void foreign() {
    running(manager, "a");
    assertThat(manager.watchJobs(A, BOB)).isZero();
    assertThat(isHeld("a")).isFalse();

    manager.watchJobs(A);
    assertThat(manager.unwatchJobs(A, BOB)).isZero();
    assertThat(isHeld("a")).isTrue();
  }

  @Test
  @DisplayName("F11 an unknown id is not held: a job that gets this id later is delivered")
  void unknown() {
    assertThat(manager.watchJobs(A)).isZero();
    assertThat(manager.unwatchJobs(A)).isZero();

    ended(manager, "a");

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F11 a watch ends with its run: a namesake is not watched")
  void namesake() {
    ended(manager, "a");
    assertThat(manager.watchJobs(A)).as("known, though consumed").isOne();
    manager.evict(ALL);

    ended(manager, "a");

    assertThat(sink.jobIds()).containsExactly("a", "a");
    assertThat(manager.unwatchJobs(A)).isZero();
  }

  @Test
  @DisplayName("F11 unwatching gives up the hold that came with the registration")
  void holdOfTheRegistration() {
    JobOptions held = options().id("a").owner("alice").hold().build();
    manager.register("task", "label", DONE, held);
    time.runReady();
    assertThat(isHeld("a")).isTrue();
    assertThat(sink.calls()).isEmpty();

    assertThat(manager.unwatchJobs(A, ALICE)).isOne();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(manager.unwatchJobs(A, ALICE)).isZero();
  }

  @Test
  @DisplayName("F11 a watch beside the registration's hold is a second one")
  void besideTheHoldOfTheRegistration() {
    JobOptions held = options().id("a").owner("alice").hold().build();
    manager.register("task", "label", DONE, held);
    manager.watchJobs(A, ALICE);
    time.runReady();

    assertThat(manager.unwatchJobs(A, ALICE)).isOne();
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    assertThat(manager.unwatchJobs(A, ALICE)).isOne();
    time.runReady();
    assertThat(sink.jobIds()).containsExactly("a");
  }
}
