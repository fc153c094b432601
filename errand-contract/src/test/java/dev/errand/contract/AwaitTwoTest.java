package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.DeliveryStatus;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Contract G2: several waiters for one run, and a sink whose call had begun before. */
class AwaitTwoTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  private Forked<Awaited> waitFor(List<String> ids) {
    return fork(() -> manager.awaitJobs(ids, AwaitMode.ALL, HOUR, ALL));
  }

  @Test
  @DisplayName("G2 two waiters for one run both get its snapshot, and no sink does")
  void bothGetIt() {
    ScriptedBody body = running(manager, "a");
    Forked<Awaited> one = waitFor(A);
    Forked<Awaited> two = fork(() -> manager.awaitJobs(A, AwaitMode.ANY, HOUR, ALICE));
    end(body);

    assertThat(one.result().jobs()).containsExactlyElementsOf(two.result().jobs());
    assertThat(ids(one.result().jobs())).containsExactly("a");
    one.result().consume();
    two.result().consume();
    time.advance(SECOND);

    assertThat(sink.calls()).isEmpty();
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("G2 two waiters of the short form both get the snapshot, in whatever order")
  void shortForm() {
    for (long seed = 1; seed <= 30; seed++) {
      VirtualTime anyOrder = VirtualTime.seeded(seed);
      AsyncJobManager mine =
          AsyncJobManager.builder().timeAndThreads(anyOrder).onJobComplete(sink).build();
      ScriptedBody body = ScriptedBody.of(anyOrder);
      register(mine, "a", "alice", body);
      Forked<Awaited> one = new Forked<>(anyOrder, () -> mine.awaitJobs(A, AwaitMode.ALL, HOUR));
      Forked<Awaited> two = new Forked<>(anyOrder, () -> mine.awaitJobs(A, AwaitMode.ANY, HOUR));
      anyOrder.runReady();
      body.complete("done");
      anyOrder.runReady();

      assertThat(ids(one.result().jobs())).as("seed %d", seed).containsExactly("a");
      assertThat(ids(two.result().jobs())).as("seed %d", seed).containsExactly("a");
      assertThat(sink.calls()).as("seed %d", seed).isEmpty();
      mine.close();
    }
  }

  @Test
  @DisplayName("G2 if one of them consumes, the other's release does not bring it back")
  void oneConsumes() {
    ScriptedBody body = running(manager, "a");
    Forked<Awaited> one = waitFor(A);
    Forked<Awaited> two = waitFor(A);
    end(body);

    one.result().consume();
    two.result().close();
    time.advance(SECOND);

    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("G2 if one of them releases, the other still holds; the last release delivers, once")
  void bothRelease() {
    ScriptedBody body = running(manager, "a");
    Forked<Awaited> one = waitFor(A);
    Forked<Awaited> two = waitFor(A);
    end(body);

    one.result().close();
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    two.result().close();
    time.advance(SECOND);
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("G2 one waiter that is interrupted or times out takes nothing from the other")
  void oneGivesUp() {
    ScriptedBody body = running(manager, "a");
    Forked<Awaited> patient = waitFor(A);
    Forked<Awaited> interrupted = waitFor(A);
    Forked<Awaited> hasty = fork(() -> manager.awaitJobs(A, AwaitMode.ALL, SECOND));
    interrupted.interrupt();
    time.advance(SECOND);
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    assertThat(hasty.result().met()).isFalse();

    end(body);

    assertThat(sink.calls()).isEmpty();
    assertThat(ids(patient.result().jobs())).containsExactly("a");
  }

  @Test
  @DisplayName("G2 who begins to wait after another has consumed gets the snapshot, marked so")
  void afterIt() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    manager.awaitJobs(A, AwaitMode.ALL, HOUR);

    Awaited second = manager.awaitJobs(A, AwaitMode.ALL, HOUR);

    assertThat(ids(second.jobs())).containsExactly("a");
    assertThat(second.alreadyConsumed()).containsExactly("a");
    assertThat(second.met()).isTrue();
  }

  /**
   * Alice's job "a" has ended and its sink is being called; "b" goes on. Then two wait for both.
   */
  @Nested
  class ACallHadBegun {
    private ScriptedBody b;
    private Forked<Awaited> one;
    private Forked<Awaited> two;

    @BeforeEach
    void waitDuringTheCall() {
      sink.answerNext(Answer.hangStubbornly());
      ended(manager, "a");
      b = running(manager, "b");
      one = waitFor(List.of("a", "b"));
      two = waitFor(List.of("a", "b"));
    }

    @Test
    @DisplayName("G2 a call that began before the hold and succeeds: both get it, and are told so")
    void succeeds() {
      sink.lastCall().succeed();
      end(b);

      for (Awaited awaited : List.of(one.result(), two.result())) {
        assertThat(ids(awaited.jobs())).containsExactly("a", "b");
        assertThat(awaited.alreadyConsumed()).containsExactly("a");
        assertThat(awaited.jobs().get(0).delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
        awaited.consume();
      }
      time.advance(SECOND);
      assertThat(sink.jobIds()).containsExactly("a");
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    @DisplayName("G2 a call that began before the hold and fails: the waiters have it, no retry")
    void fails() {
      sink.lastCall().fail("no");
      time.advance(HOUR.dividedBy(2));
      assertThat(sink.calls()).hasSize(1);
      end(b);

      for (Awaited awaited : List.of(one.result(), two.result())) {
        assertThat(ids(awaited.jobs())).containsExactly("a", "b");
        assertThat(awaited.alreadyConsumed()).isEmpty();
        awaited.consume();
      }
      time.advance(HOUR);
      assertThat(sink.calls()).hasSize(1);
      assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    }

    @Test
    @DisplayName(
        "G2 a call that goes on when the wait returns: the snapshot says that it is in flight")
    void goesOn() {
      end(b);

      assertThat(one.result().jobs().get(0).delivery().status())
          .isEqualTo(DeliveryStatus.IN_FLIGHT);
      assertThat(one.result().alreadyConsumed()).isEmpty();
      one.result().consume();
      two.result().consume();
      sink.lastCall().fail("no");
      time.advance(HOUR);
      assertThat(sink.calls()).as("consumed, so not retried").hasSize(1);
    }

    @Test
    @DisplayName("G2 a failed call is made again when all who waited release it")
    void released() {
      sink.lastCall().fail("no");
      end(b);
      one.result().close();
      time.runReady();
      assertThat(sink.calls()).hasSize(1);

      two.result().close();
      time.runReady();

      assertThat(sink.callsFor("a")).hasSize(2);
      assertThat(sink.callsFor("b")).hasSize(1);
    }
  }
}
