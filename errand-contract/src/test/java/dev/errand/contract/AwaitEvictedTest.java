package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.DeliveryStatus;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: waits whose runs are forgotten meanwhile. */
class AwaitEvictedTest extends MailContractTest {
  private static final List<String> BOTH = List.of("a", "b");
  private final AsyncJobManager manager = delivering();

  private Forked<Awaited> waitForBoth() {
    return fork(() -> manager.awaitJobs(BOTH, AwaitMode.ALL, HOUR, ALL));
  }

  @Test
  @DisplayName("G1 runs that are evicted while somebody waits are shown as such, and not delivered")
  void evicted() {
    ScriptedBody a = running(manager, "a");
    ScriptedBody b = running(manager, "b");
    Forked<Awaited> wait = waitForBoth();
    end(a);
    assertThat(manager.evict(ALICE)).as("b goes on").isOne();
    time.runReady();
    assertThat(wait.isOver()).isFalse();

    end(b);

    Awaited awaited = wait.result();
    assertThat(awaited.met()).isTrue();
    assertThat(ids(awaited.jobs())).containsExactly("a", "b");
    assertThat(awaited.jobs().get(0).end().map(JobEnd::text)).contains("done");
    assertThat(awaited.evicted()).containsExactly("a");
    awaited.close();
    time.advance(SECOND);
    assertThat(sink.jobIds()).containsExactly("b");
  }

  @Test
  @DisplayName("G1 a namesake that is registered after the eviction is not what the wait is about")
  void evictedAndReplaced() {
    ScriptedBody a = running(manager, "a");
    ScriptedBody b = running(manager, "b");
    Forked<Awaited> wait = waitForBoth();
    String firstRun = job(manager, "a").runId();
    end(a);
    manager.evict(ALICE);
    ended(manager, "a");
    assertThat(sink.jobIds()).as("the namesake is not held").containsExactly("a");
    end(b);

    wait.result().consume();

    assertThat(wait.result().jobs().get(0).runId()).isEqualTo(firstRun);
    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.ACKNOWLEDGED);
  }

  @Test
  @DisplayName("G1 what is evicted between the return and consume() is gone: nothing is consumed")
  void evictedAfterTheReturn() throws InterruptedException {
    register(manager, "a", "alice", lasting(SECOND));
    Awaited awaited = manager.awaitJobs(List.of("a"), AwaitMode.ALL, HOUR, ALL);
    manager.evict(ALL);
    ended(manager, "a");

    awaited.consume();

    assertThat(status(manager, "a")).as("the namesake's").isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(awaited.evicted()).as("not while it waited").isEmpty();
  }

  @Test
  @DisplayName("G1 a run whose row goes with its end is shown all the same")
  void rowGoesWithTheEnd() {
    AsyncJobManager forgetful =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
    running(forgetful, "a");
    Forked<Awaited> wait = fork(() -> forgetful.awaitJobs(List.of("a"), AwaitMode.ALL, HOUR, ALL));

    forgetful.cancel("a"); // by its owner: never due
    time.runReady();

    assertThat(wait.result().met()).isTrue();
    assertThat(wait.result().jobs()).hasSize(1);
    assertThat(wait.result().jobs().get(0).status()).isEqualTo(JobStatus.CANCELLED);
    wait.result().consume();
    assertThat(sink.calls()).isEmpty();
  }
}
