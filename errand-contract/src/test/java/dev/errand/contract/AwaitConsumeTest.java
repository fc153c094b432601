package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.DeliveryStatus;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: what a wait holds, what consume() consumes, what close() releases. */
class AwaitConsumeTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private static final List<String> BOTH = List.of("a", "b");
  private final AsyncJobManager manager = delivering();

  private Awaited await(List<String> ids, AwaitMode mode, Duration timeout)
      throws InterruptedException {
    return manager.awaitJobs(ids, mode, timeout, ALL);
  }

  private boolean isHeld(String id) {
    return job(manager, id).delivery().held();
  }

  @Test
  @DisplayName("G1 the runs are held while somebody waits, and after that until consumed or closed")
  void held() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    register(manager, "b", "alice", lasting(Duration.ofSeconds(3)));
    Forked<Awaited> wait = fork(() -> await(BOTH, AwaitMode.ALL, HOUR));
    assertThat(isHeld("a")).isTrue();
    assertThat(isHeld("b")).isTrue();

    time.advance(Duration.ofSeconds(2));
    assertThat(sink.calls()).as("a has ended, b goes on").isEmpty();
    time.advance(HOUR);

    assertThat(wait.result().met()).isTrue();
    assertThat(sink.calls()).as("nobody has said what becomes of them").isEmpty();
    assertThat(isHeld("a")).isTrue();
  }

  @Test
  @DisplayName("G1 consume() consumes: no sink gets it any more, and nothing is held")
  void consumed() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    Awaited awaited = await(A, AwaitMode.ALL, HOUR);

    awaited.consume();
    awaited.consume();
    awaited.close();
    time.advance(SECOND);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertThat(isHeld("a")).isFalse();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("G1 close() without consume() releases: the sink gets it at once")
  void closed() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    Awaited awaited = await(A, AwaitMode.ALL, HOUR);

    awaited.close();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    awaited.close();
    awaited.consume();
    time.advance(SECOND);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName(
      "G1 consume() consumes exactly those shown: the rest is released, and delivered later")
  void exactlyThoseShown() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    ScriptedBody b = running(manager, "b");
    Awaited awaited = await(BOTH, AwaitMode.ANY, HOUR);
    assertThat(ids(awaited.jobs())).containsExactly("a");

    awaited.consume();
    assertThat(isHeld("b")).isFalse();
    end(b);

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("G1 what ends between the return and consume() was not shown: it is delivered")
  void endsAfterTheReturn() throws InterruptedException {
    ScriptedBody b = running(manager, "b");
    register(manager, "a", "alice", lasting(SECOND));
    Awaited awaited = await(BOTH, AwaitMode.ALL, Duration.ofSeconds(2));
    end(b);
    assertThat(sink.calls()).isEmpty();

    awaited.consume();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("b");
    assertThat(ids(awaited.jobs())).containsExactly("a");
  }

  @Test
  @DisplayName("G1 the short form consumes on return")
  void shortForm() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));

    Awaited awaited = manager.awaitJobs(A, AwaitMode.ALL, HOUR);
    time.advance(SECOND);

    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
    assertThat(sink.calls()).isEmpty();
    awaited.close();
    time.runReady();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("G1 the short form that runs into its timeout consumes only what it shows")
  void shortFormTimeout() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    ScriptedBody b = running(manager, "b");

    Awaited awaited = manager.awaitJobs(BOTH, AwaitMode.ALL, Duration.ofSeconds(2));
    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(isHeld("b")).isFalse();
    end(b);

    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName(
      "G1 a result that waits for its retry is not tried while it is held, and then at once")
  void retry() throws InterruptedException {
    sink.answerNext(Answer.fail("no"));
    ended(manager, "a");
    Awaited awaited = await(A, AwaitMode.ALL, HOUR);
    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(awaited.alreadyConsumed()).isEmpty();
    time.advance(HOUR);
    assertThat(sink.calls()).hasSize(1);

    awaited.close();
    time.runReady();

    assertThat(sink.calls()).hasSize(2);
  }

  @Test
  @DisplayName("G1 with retention zero the row of a consumed run goes at once; the snapshot stays")
  void noRetention() throws InterruptedException {
    AsyncJobManager forgetful =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
    register(forgetful, "a", "alice", lasting(SECOND));
    Awaited awaited = forgetful.awaitJobs(A, AwaitMode.ALL, HOUR, ALL);
    time.advance(SECOND);
    assertThat(forgetful.job("a")).as("held, not consumed").isPresent();

    awaited.consume();

    assertThat(forgetful.job("a")).isEmpty();
    assertThat(ids(awaited.jobs())).containsExactly("a");
    time.advance(SECOND);
    assertThat(sink.calls()).isEmpty();
  }
}
