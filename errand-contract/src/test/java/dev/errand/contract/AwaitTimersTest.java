package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1, G3: a wait that is over leaves nothing behind, however it ended. */
class AwaitTimersTest extends MailContractTest {
  private static final List<String> BOTH = List.of("a", "b");

  private interface Wait {
    void on(AsyncJobManager manager, VirtualTime clock) throws InterruptedException;
  }

  /** How many timers there are after this, when "a" has ended after a second and "b" goes on. */
  private static int timersAfter(Wait wait) throws InterruptedException {
    VirtualTime clock = VirtualTime.create();
    AsyncJobManager manager = AsyncJobManager.builder().timeAndThreads(clock).build();
    for (String id : BOTH) {
      register(
          manager,
          id,
          "alice",
          context -> {
            clock.sleep(id.equals("a") ? SECOND : HOUR);
            return DONE.run(context);
          });
    }
    manager.watchJobs(BOTH);
    clock.runReady();
    wait.on(manager, clock);
    int timers = clock.pendingTimers();
    manager.close(Duration.ZERO);
    return timers;
  }

  @Test
  @DisplayName("G1 a wait leaves no timer behind, whether it is met, timed out or interrupted")
  void awaitJobs() throws InterruptedException {
    int without = timersAfter((manager, clock) -> clock.advance(SECOND));

    int met =
        timersAfter((manager, clock) ->
            assertThat(manager.awaitJobs(BOTH, AwaitMode.ANY, HOUR, ALL).met()).isTrue());
    int timedOut =
        timersAfter((manager, clock) ->
            assertThat(manager.awaitJobs(BOTH, AwaitMode.ALL, SECOND, ALL).met()).isFalse());
    int interrupted =
        timersAfter((manager, clock) -> {
          Forked<Awaited> wait =
              new Forked<>(clock, () -> manager.awaitJobs(BOTH, AwaitMode.ALL, HOUR));
          clock.runReady();
          wait.interrupt();
          clock.advance(SECOND);
          assertThat(wait.failure()).isInstanceOf(InterruptedException.class);
        });

    assertThat(List.of(met, timedOut, interrupted)).containsOnly(without);
  }

  @Test
  @DisplayName("G3 awaitOwner and awaitAll leave no timer behind when their time is over")
  void awaitOwner() throws InterruptedException {
    int without = timersAfter((manager, clock) -> clock.advance(SECOND));

    int owner =
        timersAfter((manager, clock) -> assertThat(manager.awaitOwner("alice", SECOND)).isFalse());
    int all = timersAfter((manager, clock) -> assertThat(manager.awaitAll(SECOND)).isFalse());

    assertThat(List.of(owner, all)).containsOnly(without);
  }
}
