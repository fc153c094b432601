package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.Bounds;
import dev.errand.spi.Refusal;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Step;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Worker;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C1, one thread at a time: which way a run can go, and that its end is final. */
class EndingTest extends ContractTest {
  private static final Duration GRACE_IS_OVER = Duration.ofSeconds(11);

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));

  private ScriptedBody register(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).admission(Admission.QUEUE).build());
    time.runReady();
    return body;
  }

  private JobStatus status(String id) {
    return job(manager, id).status();
  }

  @Test
  @DisplayName("C1 a queued job becomes RUNNING, and COMPLETED when its body returns")
  void queuedRunningCompleted() {
    ScriptedBody first = register("first");
    ScriptedBody body = register("a");
    assertThat(status("a")).isEqualTo(JobStatus.QUEUED);
    assertThat(job(manager, "a").epoch()).isZero();
    assertThat(body.hasBegun()).isFalse();

    first.complete("over");
    time.runReady();
    assertThat(status("a")).isEqualTo(JobStatus.RUNNING);
    assertThat(job(manager, "a").epoch()).isEqualTo(1);
    assertThat(body.hasBegun()).isTrue();

    body.complete("text");
    time.runReady();
    assertThat(status("a")).isEqualTo(JobStatus.COMPLETED);
    assertThat(job(manager, "a").epoch()).isEqualTo(1);
  }

  @Test
  @DisplayName("C1 a running job becomes FAILED when its body throws")
  void runningFailed() {
    register("a").fail(new IllegalStateException("broken"));
    time.runReady();
    assertThat(status("a")).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @DisplayName("C1 a running job becomes CANCELLED by cancel, at once")
  void runningCancelled() {
    register("a");
    manager.cancel("a");
    assertThat(status("a")).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("C1 a queued job becomes CANCELLED without ever running")
  void queuedCancelled() {
    ScriptedBody first = register("first");
    ScriptedBody body = register("a");
    manager.cancel("a");
    assertThat(status("a")).isEqualTo(JobStatus.CANCELLED);
    first.complete("over");
    time.advance(GRACE_IS_OVER);
    assertThat(body.hasBegun()).isFalse();
    assertThat(status("a")).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("C1 a queued job becomes FAILED when it has waited too long")
  void queuedFailed() {
    ScriptedBody first = register("first");
    ScriptedBody body = ScriptedBody.of(time);
    Duration patience = Duration.ofSeconds(5);
    manager.register(
        "task",
        "label",
        body,
        options().id("a").admission(Admission.QUEUE).queueTimeout(patience).build());
    time.advance(patience);
    assertThat(status("a")).isEqualTo(JobStatus.FAILED);
    first.complete("over");
    time.runReady();
    assertThat(body.hasBegun()).isFalse();
  }

  @Test
  @DisplayName(
      "C1 a running job that is handed back is QUEUED; its next attempt has the next epoch, the old"
          + " one no say")
  void runningQueued() {
    try (MemoryStore store = new MemoryStore(time)) {
      Registration run = runningInStore(store);
      assertThat(store.submit(new Step.Requeue(run, 1)).join()).isInstanceOf(Applied.class);
      assertThat(inStore(store).status()).isEqualTo(JobStatus.QUEUED);

      store.submit(NEXT).join();
      assertThat(inStore(store).status()).isEqualTo(JobStatus.RUNNING);
      assertThat(inStore(store).epoch()).isEqualTo(2);

      assertThat(finish(store, run, 1, "old")).isEqualTo(new Refused(Refusal.FENCED));
      assertThat(finish(store, run, 2, "new")).isInstanceOf(Applied.class);
      assertThat(inStore(store).end().orElseThrow().text()).isEqualTo("new");
      assertThat(store.submit(new Step.Requeue(run, 2)).join())
          .isEqualTo(new Refused(Refusal.ENDED));
    }
  }

  private static final Worker WORKER = new Worker("w", Set.of());
  private static final Step.Claim NEXT = new Step.Claim(WORKER, 1, Bounds.DEFAULT);

  private static Registration runningInStore(MemoryStore store) {
    RunRequest request =
        new RunRequest(
            Optional.of("a"),
            new RunId("w", 1),
            Optional.empty(),
            "task",
            "label",
            Optional.empty(),
            Terms.DEFAULT);
    store.submit(new Step.Register(request, false, WORKER, 1, Bounds.DEFAULT)).join();
    return inStore(store).registration();
  }

  private static Run inStore(MemoryStore store) {
    return store.find("a", JobFilter.all()).orElseThrow();
  }

  private static Transition finish(MemoryStore store, Registration run, int epoch, String text) {
    JobEnd end =
        new JobEnd(
            EndReason.RETURNED, Optional.empty(), text, false, Optional.empty(), Optional.empty());
    Step.Claim nothing = new Step.Claim(WORKER, 0, Bounds.DEFAULT);
    return store
        .submit(new Step.Finish(run, epoch, end, Optional.empty(), nothing, Optional.empty()))
        .join()
        .transition();
  }

  @Test
  @DisplayName(
      "C1 a final status is never left again: not by cancel, not by time, not by what the body"
          + " still does")
  void finalIsFinal() {
    ScriptedBody completed = register("completed");
    completed.complete("text");
    time.runReady();
    ScriptedBody failed = register("failed");
    failed.fail(new IllegalStateException("broken"));
    time.runReady();
    ScriptedBody cancelled = register("cancelled");
    manager.cancel("cancelled", CancelledBy.PERSON);

    for (String id : manager.allJobs().stream().map(Job::id).toList()) {
      Job before = job(manager, id);
      assertThat(before.status().isFinal()).isTrue();
      assertThat(manager.cancel(id, CancelledBy.OPERATOR)).isFalse();
      manager.cancelAll(JobFilter.all());
      cancelled.complete("late");
      time.advance(GRACE_IS_OVER);
      Job after = job(manager, id);
      assertThat(after.status()).isEqualTo(before.status());
      assertThat(after.end()).isEqualTo(before.end());
      assertThat(after.endedAt()).isEqualTo(before.endedAt());
    }
  }
}
