package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: ANY passes over what the owner has already, so that a loop comes to its end. */
class AwaitAnyTest extends MailContractTest {
  private static final List<String> THREE = List.of("a", "b", "c");
  private static final int FOR_EVER = 20;

  private interface Any {
    Awaited await() throws InterruptedException;
  }

  /** Waits for one after the other until told that there is nothing new. */
  private static List<String> loop(Any any) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < FOR_EVER; i++) {
      try (Awaited awaited = any.await()) {
        assertThat(awaited.met()).isTrue();
        if (!awaited.alreadyConsumed().isEmpty()) {
          assertThat(awaited.alreadyConsumed()).containsExactlyElementsOf(ids(awaited.jobs()));
          assertThat(ids(awaited.jobs())).containsExactlyElementsOf(THREE);
          return seen;
        }
        assertThat(awaited.jobs()).isNotEmpty();
        seen.addAll(ids(awaited.jobs()));
        awaited.consume();
      }
    }
    throw new AssertionError("the loop does not end; it saw " + seen);
  }

  private void registerThree(AsyncJobManager manager) {
    register(manager, "a", "alice", lasting(Duration.ofSeconds(3)));
    register(manager, "b", "alice", lasting(Duration.ofSeconds(1)));
    register(manager, "c", "alice", lasting(Duration.ofSeconds(2)));
  }

  @Test
  @DisplayName("G1 a loop over ANY sees each result once, as they end, and then comes to its end")
  void loopEnds() throws InterruptedException {
    AsyncJobManager manager = delivering();
    registerThree(manager);

    List<String> seen = loop(() -> manager.awaitJobs(THREE, AwaitMode.ANY, HOUR));

    assertThat(seen).containsExactly("b", "c", "a");
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("G1 the loop ends with the form that holds as well")
  void loopOfTheLongForm() throws InterruptedException {
    AsyncJobManager manager = delivering();
    registerThree(manager);

    List<String> seen = loop(() -> manager.awaitJobs(THREE, AwaitMode.ANY, HOUR, ALICE));

    assertThat(seen).containsExactly("b", "c", "a");
    assertThat(sink.calls()).as("b and c were held and released, but not lost").isEmpty();
  }

  @Test
  @DisplayName("G1 the loop ends also with jobs that were never due, dead, or without a sink")
  void loopOfConcluded() throws InterruptedException {
    AsyncJobManager manager = manager(builder -> builder.maxAttempts(1));
    manager.registerDeliverySink("alice", RecordingSink.of(time, Answer.fail("no")));
    ended(manager, "a");
    ended(manager, "b", "bob", DONE);
    running(manager, "c");
    manager.cancel("c");
    time.runReady();

    List<String> seen = loop(() -> manager.awaitJobs(THREE, AwaitMode.ANY, HOUR));

    assertThat(seen).containsExactlyInAnyOrderElementsOf(THREE);
  }

  @Test
  @DisplayName("G1 the loop ends at once if the sink or an acknowledgement was first everywhere")
  void nothingNew() throws InterruptedException {
    AsyncJobManager manager = delivering();
    ended(manager, "a");
    sink.answer(Answer.fail("no"));
    ended(manager, "b");
    manager.acknowledgeDeliveries(List.of("b"));
    ScriptedBody muted = running(manager, "c");
    manager.acknowledgeDeliveries(List.of("c"));
    end(muted);

    assertThat(loop(() -> manager.awaitJobs(THREE, AwaitMode.ANY, HOUR))).isEmpty();
  }

  @Test
  @DisplayName("G1 ANY passes over consumed runs and waits, while an unconsumed one goes on")
  void passesOver() throws InterruptedException {
    AsyncJobManager manager = delivering();
    ended(manager, "a", "b");
    register(manager, "c", "alice", lasting(SECOND));

    Awaited awaited = manager.awaitJobs(THREE, AwaitMode.ANY, HOUR);

    assertThat(ids(awaited.jobs())).containsExactly("c");
    assertThat(awaited.alreadyConsumed()).isEmpty();
    assertThat(awaited.met()).isTrue();
  }

  @Test
  @DisplayName("G1 ANY that runs into its timeout has passed over consumed runs: it shows nothing")
  void passesOverUntilTheTimeout() throws InterruptedException {
    AsyncJobManager manager = delivering();
    ended(manager, "a", "b");
    running(manager, "c");

    Awaited awaited = manager.awaitJobs(THREE, AwaitMode.ANY, SECOND);

    assertThat(awaited.met()).isFalse();
    assertThat(awaited.jobs()).isEmpty();
    assertThat(awaited.alreadyConsumed()).isEmpty();
  }

  @Test
  @DisplayName("G1 unknown ids beside consumed ones keep no loop going")
  void unknownBesideConsumed() throws InterruptedException {
    AsyncJobManager manager = delivering();
    ended(manager, "a");

    Awaited awaited = manager.awaitJobs(List.of("a", "unknown"), AwaitMode.ANY, HOUR);

    assertThat(awaited.alreadyConsumed()).containsExactly("a");
    assertThat(awaited.unknown()).containsExactly("unknown");
  }

  @Test
  @DisplayName("G1 ALL shows consumed runs with the others, marked as already consumed")
  void allShowsThem() throws InterruptedException {
    AsyncJobManager manager = delivering();
    ended(manager, "a");
    register(manager, "b", "alice", lasting(SECOND));
    ended(manager, "c");

    Awaited awaited = manager.awaitJobs(THREE, AwaitMode.ALL, HOUR);

    assertThat(ids(awaited.jobs())).containsExactlyElementsOf(THREE);
    assertThat(awaited.alreadyConsumed()).containsExactly("a", "c");
    assertThat(awaited.met()).isTrue();
  }

  @Test
  @DisplayName("G1 what somebody consumes while ANY waits for it is shown all the same")
  void consumedMeanwhile() {
    AsyncJobManager manager = delivering();
    ScriptedBody body = running(manager, "a");
    Forked<Awaited> wait = fork(() -> manager.awaitJobs(List.of("a"), AwaitMode.ANY, HOUR, ALL));
    manager.acknowledgeDeliveries(List.of("a"));

    end(body);

    assertThat(wait.result().met()).isTrue();
    assertThat(ids(wait.result().jobs())).containsExactly("a");
  }
}
