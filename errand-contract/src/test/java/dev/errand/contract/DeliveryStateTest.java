package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryState;
import dev.errand.JobFilter;
import dev.errand.Subscription;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F10: what is counted where. */
class DeliveryStateTest extends MailContractTest {

  /** What is not named is expected to be zero or none. */
  private static void assertCounts(
      DeliveryState state, int queued, int held, int parked, int dead) {
    assertThat(List.of(state.queued(), state.held(), state.parked(), state.dead()))
        .as("queued, held, parked and dead of %s", state)
        .containsExactly(queued, held, parked, dead);
    assertThat(state.pendingJobIds()).hasSize(queued);
  }

  @Test
  @DisplayName("F10 without deliveries all counts are zero, also while jobs run or are queued")
  void nothing() {
    AsyncJobManager manager = delivering();
    running(manager, "a");

    DeliveryState state = manager.deliveryState();

    assertCounts(state, 0, 0, 0, 0);
    assertThat(state.delivering()).isZero();
    assertThat(state.stuck()).isZero();
    assertThat(state.nextRetryAt()).isEmpty();
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("F10 queued is what waits and what is in flight; a delivered one is neither")
  void queued() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ended(manager, "a", "b", "c");

    assertCounts(manager.deliveryState(), 3, 0, 0, 0);
    assertThat(manager.deliveryState().delivering()).isOne();
    assertThat(manager.hasPendingDeliveries()).isTrue();

    sink.answer(Answer.take());
    sink.lastCall().succeed();
    time.runReady();
    assertCounts(manager.deliveryState(), 0, 0, 0, 0);
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("F10 pendingJobIds has each queued job once, in the order in which they ended")
  void pendingJobIds() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));
    ScriptedBody first = running(manager, "registered first");
    ended(manager, "ended first", "held");
    end(first);
    manager.hold("held");

    time.advance(SECOND);

    assertThat(sink.callsFor("ended first")).as("tried more than once").hasSizeGreaterThan(1);
    assertThat(manager.deliveryState().pendingJobIds())
        .containsExactly("ended first", "registered first");
  }

  @Test
  @DisplayName("F10 what waits for its retry is queued; no call is running meanwhile")
  void waitingForRetry() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));

    ended(manager, "a");

    assertCounts(manager.deliveryState(), 1, 0, 0, 0);
    assertThat(manager.deliveryState().delivering()).isZero();
  }

  @Test
  @DisplayName(
      "F10 a held delivery is counted as held and not as queued, before and after a failure")
  void held() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));
    ended(manager, "failed");
    ScriptedBody body = running(manager, "untried");
    manager.hold("failed");
    manager.hold("untried");
    assertCounts(manager.deliveryState(), 0, 1, 0, 0);

    end(body);

    assertCounts(manager.deliveryState(), 0, 2, 0, 0);
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("F10 a delivery held twice is one held delivery")
  void heldTwice() {
    AsyncJobManager manager = delivering();
    running(manager, "a").complete("done");
    manager.hold("a");
    manager.watchJobs(List.of("a"));

    time.runReady();

    assertCounts(manager.deliveryState(), 0, 1, 0, 0);
  }

  @Test
  @DisplayName("F10 a held delivery whose call is under way is counted once")
  void heldInFlight() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ended(manager, "a");

    manager.hold("a");

    DeliveryState state = manager.deliveryState();
    assertThat(state.delivering()).isOne();
    assertThat(state.queued() + state.held()).isOne();
  }

  @Test
  @DisplayName("F10 parked mail is counted as parked until there is a sink, and again without it")
  void parked() {
    AsyncJobManager manager = parking();
    ended(manager, "a", "b");
    assertCounts(manager.deliveryState(), 0, 0, 2, 0);
    assertThat(manager.hasPendingDeliveries()).isFalse();

    Subscription registration =
        manager.registerDeliverySink("alice", RecordingSink.of(time, Answer.fail("no")));
    time.runReady();
    assertCounts(manager.deliveryState(), 2, 0, 0, 0);

    registration.close();
    assertCounts(manager.deliveryState(), 0, 0, 2, 0);
  }

  @Test
  @DisplayName("F10 dead letters are counted as dead only, until they are put back")
  void dead() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
    sink.answer(Answer.fail("no"));
    ended(manager, "a", "b");
    assertCounts(manager.deliveryState(), 0, 0, 0, 2);
    assertThat(manager.hasPendingDeliveries()).isFalse();

    sink.answer(Answer.hang());
    manager.redeliver("d-" + job(manager, "a").runId());
    time.runReady();
    assertCounts(manager.deliveryState(), 1, 0, 0, 1);
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F10 consumed, unrouted and never due ones are counted nowhere")
  void concluded() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));
    ended(manager, "acknowledged");
    manager.acknowledgeDeliveries(List.of("acknowledged"));
    running(manager, "cancelled");
    manager.cancel("cancelled");
    ScriptedBody muted = running(manager, "muted");
    manager.acknowledgeDeliveries(List.of("muted"));
    end(muted);
    assertCounts(manager.deliveryState(), 0, 0, 0, 0);

    AsyncJobManager withoutSink = manager();
    ended(withoutSink, "unrouted");
    assertCounts(withoutSink.deliveryState(), 0, 0, 0, 0);
  }

  @Test
  @DisplayName("F10 a filter sees its owners' deliveries and no others")
  void filters() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.hang());
    ended(manager, "a", "alice", DONE);
    ended(manager, "child", "alice/child", DONE);
    ended(manager, "b", "bob", DONE);
    manager.register("task", "label", DONE, options().id("unowned").build());
    time.runReady();

    assertOnly(manager, ALICE, "a");
    assertOnly(manager, BOB, "b");
    assertOnly(manager, JobFilter.ownerTree("alice"), "a", "child");
    assertOnly(manager, JobFilter.unowned(), "unowned");
    assertOnly(manager, ALL, "a", "child", "b", "unowned");
    assertOnly(manager, JobFilter.owner("carol"));
  }

  /** Each of them waits in a call of its own. */
  private static void assertOnly(AsyncJobManager manager, JobFilter filter, String... ids) {
    DeliveryState state = manager.deliveryState(filter);
    assertCounts(state, ids.length, 0, 0, 0);
    assertThat(state.pendingJobIds()).containsExactly(ids);
    assertThat(state.delivering()).isEqualTo(ids.length);
    assertThat(manager.hasPendingDeliveries(filter)).isEqualTo(ids.length > 0);
  }

  @Test
  @DisplayName("F10 a filter's held, parked and dead counts are those of its owners, too")
  void filteredCounts() {
    AsyncJobManager manager = manager(builder -> builder.routeByOwner().maxAttempts(1));
    manager.registerDeliverySink("bob", RecordingSink.of(time, Answer.fail("no")));
    ended(manager, "parked", "held");
    manager.hold("held");
    ended(manager, "dead", "bob", DONE);

    assertCounts(manager.deliveryState(ALICE), 0, 1, 1, 0);
    assertCounts(manager.deliveryState(BOB), 0, 0, 0, 1);
    assertCounts(manager.deliveryState(ALL), 0, 1, 1, 1);
  }
}
