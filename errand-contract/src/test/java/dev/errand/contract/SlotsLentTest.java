package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A9 and A3: after all lending, as many slots are there as before. */
class SlotsLentTest extends ContractTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final JobOptions QUEUE = options().admission(Admission.QUEUE).build();

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2));
  private final ScriptedBody child = ScriptedBody.of(time);
  private final ScriptedBody parentGoesOn = ScriptedBody.of(time);

  @Test
  @DisplayName("A9 a lent slot is had back: the limit is exact again after the wait")
  void hadBack() {
    parent(LONG);
    time.runReady();
    child.complete("done");
    time.runReady();

    assertThat(ids(manager.runningJobs())).containsExactly("bg_1");
    assertFreeSlots(1);
    parentGoesOn.complete("done");
    time.runReady();
    assertFreeSlots(1);
  }

  @Test
  @DisplayName("A9 while a parent waits its slot counts as free, and as no more than one")
  void oneSlotIsLent() {
    parent(LONG);
    time.runReady();

    assertFreeSlots(1); // two slots: one is the child's, one was the parent's
  }

  @Test
  @DisplayName(
      "A9 a parent whose wait is over goes on at once; nothing new starts until there is a slot"
          + " again")
  void goesOnInExcess() {
    manager.setMaxRunningJobs(1);
    parent(Duration.ofSeconds(5));
    time.runReady();
    String waits = manager.register("task", "waits", ScriptedBody.of(time), QUEUE);

    time.advance(Duration.ofSeconds(5));
    assertThat(parentGoesOn.hasBegun())
        .as("the parent goes on while its child has the slot")
        .isTrue();
    parentGoesOn.complete("done");
    time.runReady();
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.QUEUED);
    child.complete("done");
    time.runReady();

    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.RUNNING);
    assertFreeSlots(0);
  }

  @Test
  @DisplayName("A9 a parent that is cancelled while it waits loses and gains no slot")
  void cancelledWhileWaiting() {
    parent(LONG);
    time.runReady();
    manager.cancel("bg_1");
    time.runReady();
    assertThat(ids(manager.runningJobs())).containsExactly("bg_2");

    assertFreeSlots(1);
    child.complete("done");
    time.runReady();
    assertFreeSlots(1);
  }

  @Test
  @DisplayName(
      "A9 a parent that stays on in spite of its cancel has the slot back for its grace, and then"
          + " no more")
  void stubbornParent() {
    ScriptedBody stubborn = ScriptedBody.ignoringCancel(time);
    manager.register(
        "task",
        "parent",
        context -> {
          String id = manager.register("task", "child", child, QUEUE);
          try {
            manager.awaitJobs(List.of(id), AwaitMode.ALL, LONG);
          } catch (InterruptedException cancelled) {
            return stubborn.run(context);
          }
          return JobResult.empty();
        });
    time.runReady();
    manager.cancel("bg_1");
    time.runReady();
    assertThat(stubborn.hasBegun()).isTrue();
    assertFreeSlots(0);

    time.advance(Duration.ofSeconds(10));
    assertThat(ids(manager.unsettledJobs(JobFilter.all()))).containsExactly("bg_1");
    assertFreeSlots(1);
    stubborn.complete("late");
    time.runReady();
    assertThat(manager.unsettledJobs(JobFilter.all())).isEmpty();
    assertFreeSlots(0); // the filler above still runs
  }

  @Test
  @DisplayName(
      "A9 who only looks and does not wait lends nothing: what he asks for has ended already")
  void hasEndedAlready() {
    manager.setMaxRunningJobs(1);
    String ended = manager.register("task", "ended", DONE);
    time.runReady();

    assertLookingLendsNothing(ended, LONG);
  }

  @Test
  @DisplayName("A9 who only looks and does not wait lends nothing: the timeout is zero")
  void timeoutZero() {
    manager.setMaxRunningJobs(1);
    String later = manager.register("task", "later", DONE, options().startAfter(LONG).build());

    assertLookingLendsNothing(later, Duration.ZERO);
  }

  private void assertLookingLendsNothing(String id, Duration timeout) {
    manager.register(
        "task",
        "looks",
        context -> {
          for (int i = 0; i < 10; i++) {
            time.sleep(Duration.ofMillis(100));
            manager.awaitJobs(List.of(id), AwaitMode.ALL, timeout);
          }
          return parentGoesOn.run(context);
        });
    for (int i = 0; i < 3; i++) {
      manager.register("task", "waits", ScriptedBody.of(time), QUEUE);
    }
    time.advance(Duration.ofSeconds(2));

    assertThat(parentGoesOn.hasBegun()).isTrue();
    assertThat(manager.runningJobs()).as("one job may run").hasSize(1);
  }

  @Test
  @DisplayName("A9 a body that waits for a job of another manager lends that manager nothing")
  void otherManager() {
    AsyncJobManager other = manager(builder -> builder.maxRunningJobs(1));
    other.register("task", "elsewhere", child);
    manager.register(
        "task",
        "waits for it",
        context -> {
          other.awaitJobs(List.of("bg_1"), AwaitMode.ALL, LONG);
          return JobResult.empty();
        });
    time.runReady();

    assertThatThrownBy(() -> other.register("task", "one too many", DONE))
        .isInstanceOf(JobLimitReachedException.class);
    child.complete("done");
    time.runReady();
    other.register("task", "fits", DONE);
  }

  /**
   * Registers a parent that registers the child, waits this long for it, and goes on until told.
   */
  private void parent(Duration patience) {
    JobBody body =
        context -> {
          String id = manager.register("task", "child", child, QUEUE);
          manager.awaitJobs(List.of(id), AwaitMode.ALL, patience);
          return parentGoesOn.run(context);
        };
    manager.register("task", "parent", body);
  }

  /** Exactly this many more jobs are let in; they stay. */
  private void assertFreeSlots(int count) {
    for (int i = 0; i < count; i++) {
      manager.register("task", "filler", ScriptedBody.of(time));
    }
    assertThatThrownBy(() -> manager.register("task", "one too many", DONE))
        .isInstanceOf(JobLimitReachedException.class);
  }
}
