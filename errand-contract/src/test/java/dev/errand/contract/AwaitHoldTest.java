package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.JobOptions;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: a wait beside other holds, and beside a mute. */
class AwaitHoldTest extends MailContractTest {
  private static final List<String> A = List.of("a");
  private final AsyncJobManager manager = delivering();

  private Awaited await(List<String> ids, AwaitMode mode, Duration timeout)
      throws InterruptedException {
    return manager.awaitJobs(ids, mode, timeout, ALL);
  }

  private boolean isHeld(String id) {
    return job(manager, id).delivery().held();
  }

  @Test
  @DisplayName("G1 a wait takes over the hold of the registration: after it nothing is held")
  void takesOver() throws InterruptedException {
    JobOptions held = options().id("a").owner("alice").hold().build();
    manager.register("task", "label", DONE, held);
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    Awaited awaited = await(A, AwaitMode.ALL, HOUR);
    assertThat(isHeld("a")).isTrue();
    awaited.close();
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(manager.unwatchJobs(A)).as("no hold is left").isZero();
  }

  @Test
  @DisplayName("G1 the hold of the registration goes with a wait that runs into its timeout, too")
  void takesOverAndTimesOut() throws InterruptedException {
    ScriptedBody body = ScriptedBody.of(time);
    JobOptions held = options().id("a").owner("alice").hold().build();
    manager.register("task", "label", body, held);

    assertThat(manager.awaitJobs(A, AwaitMode.ALL, SECOND).met()).isFalse();
    end(body);

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("G1 other holds of the same run are not the wait's to release")
  void otherHolds() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    manager.watchJobs(A);
    await(A, AwaitMode.ALL, HOUR).close();
    time.runReady();
    assertThat(sink.calls()).isEmpty();

    manager.unwatchJobs(A);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("G1 a wait for a muted run shows its end, and closing it does not lift the mute")
  void muted() {
    ScriptedBody body = running(manager, "a");
    manager.acknowledgeDeliveries(A);
    Forked<Awaited> wait = fork(() -> await(A, AwaitMode.ALL, HOUR));
    end(body);

    assertThat(ids(wait.result().jobs())).containsExactly("a");
    wait.result().close();
    time.advance(SECOND);

    assertThat(sink.calls()).isEmpty();
  }
}
