package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: which ids a wait is about. */
class AwaitIdsTest extends MailContractTest {
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
  @DisplayName("G1 unknown ids are not waited for, and listed as they were given")
  void unknown() throws InterruptedException {
    lasting("a", 1);
    Instant before = time.now();

    Awaited awaited = await(AwaitMode.ALL, HOUR, "nobody", "a", "no one");

    assertThat(Duration.between(before, time.now())).isEqualTo(SECOND);
    assertThat(awaited.unknown()).containsExactly("nobody", "no one");
    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(awaited.met()).isTrue();
  }

  @Test
  @DisplayName("G1 with unknown ids only, or none, there is nothing to wait for")
  void onlyUnknown() throws InterruptedException {
    Instant before = time.now();

    for (AwaitMode mode : AwaitMode.values()) {
      assertThat(await(mode, HOUR, "nobody").unknown()).containsExactly("nobody");
      assertThat(await(mode, HOUR).jobs()).isEmpty();
      assertThat(await(mode, HOUR, " ", "").unknown()).isEmpty();
    }

    assertThat(time.now()).isEqualTo(before);
  }

  @Test
  @DisplayName("G1 an unknown id is not held, and a job that gets it meanwhile is not waited for")
  void unknownAtFirst() {
    ScriptedBody body = running(manager, "a");
    Forked<Awaited> wait =
        fork(() -> manager.awaitJobs(List.of("a", "b"), AwaitMode.ALL, HOUR, ALL));
    ended(manager, "b");
    assertThat(sink.jobIds()).containsExactly("b");

    end(body);

    assertThat(ids(wait.result().jobs())).containsExactly("a");
    assertThat(wait.result().unknown()).containsExactly("b");
  }

  @Test
  @DisplayName("G1 ids are trimmed, blanks ignored, duplicates counted once")
  void whichIds() throws InterruptedException {
    lasting("a", 1);

    Awaited awaited = await(AwaitMode.ALL, HOUR, " a", "", "a", "x ", "\ta", " ", "x");

    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(awaited.unknown()).containsExactly("x");
  }

  @Test
  @DisplayName("G1 under a filter a foreign id is unknown: not waited for, not held, not consumed")
  void foreign() throws InterruptedException {
    lasting("a", 1);
    ScriptedBody body = ScriptedBody.of(time);
    ended(manager, "b", "bob", body);

    Awaited awaited = manager.awaitJobs(List.of("b", "a"), AwaitMode.ALL, HOUR, ALICE);

    assertThat(awaited.unknown()).containsExactly("b");
    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(job(manager, "b").delivery().held()).isFalse();
    awaited.consume();
    end(body);
    assertThat(sink.jobIds()).containsExactly("b");
  }
}
