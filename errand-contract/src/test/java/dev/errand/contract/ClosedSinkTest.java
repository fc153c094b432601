package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.errand.AsyncJobManager;
import dev.errand.CloseReport;
import dev.errand.Hold;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F15: no sink call starts after close has returned. */
class ClosedSinkTest extends MailContractTest {

  /** However much time passes, there are no more calls than now. */
  private void assertNoMoreCalls() {
    int calls = sink.calls().size();
    time.advance(Duration.ofDays(2));
    assertThat(sink.calls()).hasSize(calls);
  }

  @Test
  @DisplayName("F15 a call in flight that fails after close is not tried again")
  void callFailsLater() {
    AsyncJobManager manager = delivering();
    sink.answerNext(Answer.hangStubbornly());
    ended(manager, "a", "b");
    CloseReport report = manager.close(SECOND);
    assertThat(ids(report.undelivered())).containsExactlyInAnyOrder("a", "b");

    sink.lastCall().fail("too late");
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertNoMoreCalls();
  }

  @Test
  @DisplayName("F15 a call in flight that succeeds after close is not followed by the next one")
  void callSucceedsLater() {
    AsyncJobManager manager = delivering();
    sink.answerNext(Answer.hangStubbornly());
    ended(manager, "a", "b");
    manager.close(SECOND);

    sink.lastCall().succeed();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertNoMoreCalls();
  }

  @Test
  @DisplayName("F15 a retry that falls due after close is not made")
  void retryDueLater() {
    AsyncJobManager manager = delivering();
    sink.answer(Answer.fail("no"));
    ended(manager, "a");

    manager.close(Duration.ZERO);

    assertNoMoreCalls();
  }

  @Test
  @DisplayName("F15 a body that settles after close is not delivered")
  void bodySettlesLater() {
    AsyncJobManager manager = delivering();
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    ended(manager, "a", "alice", body);
    CloseReport report = manager.close(SECOND);
    assertThat(ids(report.unsettled())).containsExactly("a");

    end(body);

    assertNoMoreCalls();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F15 nothing that is called after close brings a delivery to a sink")
  void calledLater() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink).maxAttempts(1));
    sink.answerTo("dead", Answer.fail("no"));
    ended(manager, "dead");
    String deadLetter = manager.deadLetters(ALL).get(0).deliveryId();
    ScriptedBody held = running(manager, "held");
    ScriptedBody watched = running(manager, "watched");
    ScriptedBody muted = running(manager, "muted");
    Hold hold = manager.hold("held").orElseThrow();
    manager.watchJobs(List.of("watched"));
    manager.acknowledgeDeliveries(List.of("muted"));
    List.of(held, watched, muted).forEach(this::end);
    manager.close(SECOND);

    // Each may be refused or do nothing; what it must not do is to call the sink.
    Throwable[] unused = {
      catchThrowable(hold::close),
      catchThrowable(() -> manager.unwatchJobs(List.of("watched"))),
      catchThrowable(() -> manager.resumeDeliveries(List.of("muted"))),
      catchThrowable(() -> manager.redeliver(deadLetter)),
      catchThrowable(() -> manager.registerDeliverySink("alice", sink)),
      catchThrowable(() -> manager.registerBatchDeliverySink("alice", new RecordingBatchSink())),
    };

    time.runReady();
    assertThat(sink.jobIds()).containsExactly("dead");
    assertNoMoreCalls();
  }

  @Test
  @DisplayName("F15 a lease that runs out after close brings nothing to the sink")
  void leaseRunsOut() {
    AsyncJobManager manager = parking();
    ended(manager, "a");
    manager.takeDeliveries("alice", 1);
    manager.registerDeliverySink("alice", sink);

    manager.close(Duration.ZERO);

    assertNoMoreCalls();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("F15 close gives queued deliveries the time they need within its deadline")
  void drainsBefore() {
    AsyncJobManager manager = delivering();
    sink.answerNext(Answer.fail("no"));
    ended(manager, "a", "b");

    CloseReport report = manager.close(HOUR);

    assertThat(report.clean()).isTrue();
    assertThat(jobIds(sink.taken())).containsExactlyInAnyOrder("a", "b");
    assertNoMoreCalls();
  }

  @Test
  @DisplayName("F15 whatever runs at that moment, in many orders: no call after close")
  void manyOrders() {
    for (long seed = 1; seed <= 200; seed++) {
      VirtualTime anyOrder = VirtualTime.seeded(seed);
      RecordingSink recorded = RecordingSink.of(anyOrder);
      AsyncJobManager manager =
          AsyncJobManager.builder().timeAndThreads(anyOrder).onJobComplete(recorded).build();
      for (int i = 0; i < 8; i++) {
        Duration until = Duration.ofMillis(seed * i % 4);
        String owner = "owner " + i % 3;
        manager.register(
            "task",
            "label",
            context -> {
              anyOrder.sleep(until);
              return DONE.run(context);
            },
            options().owner(owner).build());
        recorded.answerNext(i % 2 == 0 ? Answer.fail("no") : Answer.take());
      }
      anyOrder.advance(Duration.ofMillis(1));
      manager.close(Duration.ofMillis(seed % 3));
      int calls = recorded.calls().size();

      anyOrder.advance(Duration.ofDays(2));

      assertThat(recorded.calls()).as("seed %d", seed).hasSize(calls);
    }
  }
}
