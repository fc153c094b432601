package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract G1: waits that are interrupted, or impossible. */
class AwaitInterruptTest extends MailContractTest {
  private static final List<String> BOTH = List.of("a", "b");
  private final AsyncJobManager manager = delivering();

  private Forked<Awaited> waitForBoth() {
    return fork(() -> manager.awaitJobs(BOTH, AwaitMode.ALL, HOUR, ALL));
  }

  @Test
  @DisplayName("G1 an interrupt throws; it consumes nothing and leaves nothing held")
  void interrupted() {
    assertNothingConsumed(this::waitForBoth);
  }

  @Test
  @DisplayName("G1 an interrupt of the short form consumes nothing either")
  void shortFormInterrupted() {
    assertNothingConsumed(() -> fork(() -> manager.awaitJobs(BOTH, AwaitMode.ALL, HOUR)));
  }

  private void assertNothingConsumed(Supplier<Forked<Awaited>> how) {
    ScriptedBody a = running(manager, "a");
    ScriptedBody b = running(manager, "b");
    Forked<Awaited> wait = how.get();
    end(a);
    assertThat(sink.calls()).isEmpty();

    wait.interrupt();
    time.runReady();

    assertThat(wait.failure()).isInstanceOf(InterruptedException.class);
    assertThat(sink.jobIds()).as("a had ended, and is due at once").containsExactly("a");
    assertThat(job(manager, "b").delivery().held()).isFalse();
    assertThat(status(manager, "b")).isEqualTo(DeliveryStatus.NOT_DUE);
    end(b);
    assertThat(sink.jobIds()).containsExactly("a", "b");
  }

  @Test
  @DisplayName(
      "G1 an interrupt gives up the hold of the registration, which the wait had taken over")
  void interruptedWithTheHoldOfTheRegistration() {
    ScriptedBody body = ScriptedBody.of(time);
    JobOptions held = options().id("a").owner("alice").hold().build();
    manager.register("task", "label", body, held);
    Forked<Awaited> wait = fork(() -> manager.awaitJobs(List.of("a"), AwaitMode.ALL, HOUR));

    wait.interrupt();
    time.runReady();
    end(body);

    assertThat(wait.failure()).isInstanceOf(InterruptedException.class);
    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("G1 a cancelled body that waits for others consumes nothing of theirs")
  void cancelledParent() {
    ScriptedBody child = running(manager, "child");
    ended(
        manager,
        "parent",
        "alice",
        context -> {
          manager.awaitJobs(List.of("child"), AwaitMode.ALL, HOUR);
          return JobResult.empty();
        });

    manager.cancel("parent");
    time.runReady();
    end(child);

    assertThat(job(manager, "parent").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(sink.jobIds()).containsExactly("child");
  }

  @Test
  @DisplayName("G1 a body that waits for itself gets an IllegalStateException, and holds nothing")
  void itself() {
    ScriptedBody other = running(manager, "other");
    for (AwaitMode mode : AwaitMode.values()) {
      String id = "itself " + mode;
      ended(
          manager,
          id,
          "alice",
          context -> {
            manager.awaitJobs(List.of("other", " " + id), mode, HOUR, ALICE);
            return JobResult.empty();
          });

      JobEnd end = job(manager, id).end().orElseThrow();
      assertThat(end.reason()).isEqualTo(EndReason.THREW);
      assertThat(end.text()).contains("wait for itself");
      assertThat(status(manager, id)).as("not held").isEqualTo(DeliveryStatus.DELIVERED);
      assertThat(job(manager, "other").delivery().held()).isFalse();
    }
    assertThat(other.isOver()).isFalse();
  }

  @Test
  @DisplayName("G1 a body that waits for itself is told so also without time to wait")
  void itselfWithoutTime() {
    ended(
        manager,
        "a",
        "alice",
        context -> {
          manager.awaitJobs(List.of("a"), AwaitMode.ALL, Duration.ZERO);
          return JobResult.empty();
        });

    assertThat(job(manager, "a").end().orElseThrow().reason()).isEqualTo(EndReason.THREW);
  }

  @Test
  @DisplayName("G1 under a filter that does not see it, its own id is unknown to a body")
  void itselfUnseen() {
    ended(
        manager,
        "a",
        "alice",
        context -> {
          Awaited awaited = manager.awaitJobs(List.of("a"), AwaitMode.ALL, HOUR, BOB);
          return JobResult.of("unknown: " + awaited.unknown());
        });

    assertThat(job(manager, "a").end().map(JobEnd::text)).contains("unknown: [a]");
  }
}
