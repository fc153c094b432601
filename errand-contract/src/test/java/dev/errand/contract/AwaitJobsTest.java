package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.JobEnd;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: what a wait shows, and when it is over. */
class AwaitJobsTest extends MailContractTest {
  private static final Duration TEN = Duration.ofSeconds(10);
  private final AsyncJobManager manager = delivering();

  /** Jobs of Alice's that take so many seconds. */
  private void lasting(String id, int seconds) {
    register(manager, id, "alice", lasting(Duration.ofSeconds(seconds)));
  }

  private Awaited await(AwaitMode mode, Duration timeout, String... ids)
      throws InterruptedException {
    return manager.awaitJobs(List.of(ids), mode, timeout, ALL);
  }

  @Test
  @DisplayName("G1 ALL waits for the last to end, and shows all in the order of the ids given")
  void all() throws InterruptedException {
    lasting("a", 1);
    lasting("b", 3);
    lasting("c", 2);
    Instant before = time.now();

    Awaited awaited = await(AwaitMode.ALL, HOUR, "c", "a", "b");

    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(3));
    assertThat(ids(awaited.jobs())).containsExactly("c", "a", "b");
    assertThat(awaited.jobs()).allMatch(job -> job.status() == JobStatus.COMPLETED);
    assertThat(awaited.met()).isTrue();
    assertThat(awaited.unknown()).isEmpty();
    assertThat(awaited.evicted()).isEmpty();
    assertThat(awaited.alreadyConsumed()).isEmpty();
  }

  @Test
  @DisplayName("G1 ANY waits for the first to end, and shows it")
  void any() throws InterruptedException {
    lasting("a", 3);
    lasting("b", 1);
    Instant before = time.now();

    Awaited awaited = await(AwaitMode.ANY, HOUR, "a", "b");

    assertThat(Duration.between(before, time.now())).isEqualTo(SECOND);
    assertThat(ids(awaited.jobs())).containsExactly("b");
    assertThat(awaited.met()).isTrue();
  }

  @Test
  @DisplayName("G1 ANY shows everything that has ended by then")
  void anyShowsAllThatEnded() throws InterruptedException {
    running(manager, "goes on");
    ended(manager, "a", "b"); // consumed by the sink, and passed over
    ScriptedBody c = running(manager, "c");
    ScriptedBody d = running(manager, "d");
    manager.watchJobs(List.of("c", "d"));
    end(d);
    end(c);

    Awaited awaited = await(AwaitMode.ANY, HOUR, "a", "goes on", "c", "b", "d");

    assertThat(ids(awaited.jobs())).containsExactly("c", "d");
    assertThat(awaited.alreadyConsumed()).isEmpty();
  }

  @Test
  @DisplayName("G1 a wait is over in the same moment in which the run ends, however it ends")
  void anyEnd() throws InterruptedException {
    register(
        manager,
        "throws",
        "alice",
        context -> {
          time.sleep(SECOND);
          throw new IllegalStateException("no luck");
        });
    ScriptedBody ignoring = ScriptedBody.ignoringCancel(time);
    ended(manager, "cancelled", "alice", ignoring);
    time.schedule(Duration.ofSeconds(2), () -> manager.cancel("cancelled"));
    Instant before = time.now();

    Awaited awaited = await(AwaitMode.ALL, HOUR, "throws", "cancelled");

    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofSeconds(2));
    assertThat(awaited.jobs().get(0).end().map(JobEnd::text)).contains("no luck");
    assertThat(awaited.jobs().get(1).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(awaited.jobs().get(1).settledAt()).as("ended, not settled").isEmpty();
  }

  @Test
  @DisplayName("G1 a timeout shows what has ended until then, and says that it is not met")
  void timeout() throws InterruptedException {
    lasting("a", 1);
    running(manager, "b");
    Instant before = time.now();

    Awaited awaited = await(AwaitMode.ALL, TEN, "a", "b");

    assertThat(Duration.between(before, time.now())).isEqualTo(TEN);
    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(awaited.met()).isFalse();
    assertThat(awaited.unknown()).isEmpty();
  }

  @Test
  @DisplayName("G1 ANY that runs into its timeout shows nothing")
  void timeoutOfAny() throws InterruptedException {
    running(manager, "a");

    Awaited awaited = await(AwaitMode.ANY, TEN, "a");

    assertThat(awaited.jobs()).isEmpty();
    assertThat(awaited.met()).isFalse();
  }

  @Test
  @DisplayName("G1 a timeout of zero is a look: what has ended is shown, no time passes")
  void look() throws InterruptedException {
    running(manager, "a");
    ScriptedBody body = running(manager, "b");
    manager.watchJobs(List.of("b"));
    end(body);
    Instant before = time.now();

    Awaited awaited = await(AwaitMode.ALL, Duration.ZERO, "a", "b");
    Awaited any = await(AwaitMode.ANY, Duration.ZERO, "a", "b");

    assertThat(time.now()).isEqualTo(before);
    assertThat(ids(awaited.jobs())).containsExactly("b");
    assertThat(awaited.met()).isFalse();
    assertThat(ids(any.jobs())).containsExactly("b");
    assertThat(any.met()).isTrue();
  }

  @Test
  @DisplayName("G1 what is shown has the result")
  void result() throws InterruptedException {
    JobResult result = JobResult.of("the text").withData("{\"n\":1}");
    register(
        manager,
        "a",
        "alice",
        context -> {
          time.sleep(SECOND);
          return result;
        });

    JobEnd end = await(AwaitMode.ALL, HOUR, "a").jobs().get(0).end().orElseThrow();

    assertThat(end.text()).isEqualTo("the text");
    assertThat(end.data()).contains("{\"n\":1}");
  }
}
