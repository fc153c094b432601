package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** D1: when cancel is true, and what it does then. */
class CancelTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody body = ScriptedBody.of(time);

  private void running(String id) {
    manager.register("task", "label", body, options().id(id).owner("me").build());
    time.runReady();
  }

  private ScriptedBody queued(String id) {
    ScriptedBody waiting = ScriptedBody.of(time);
    manager.register(
        "task", "label", waiting, options().id(id).owner("me").admission(Admission.QUEUE).build());
    return waiting;
  }

  @Test
  @DisplayName(
      "D1 cancel of a running job is true: it is CANCELLED at once and its body is asked to stop")
  void running() {
    running("a");
    assertThat(manager.cancel("a")).isTrue();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, "a").settledAt()).isEmpty();
    assertThat(body.context().orElseThrow().cancellation().isCancelled()).isTrue();
    time.runReady();
    assertThat(body.wasInterrupted()).isTrue();
    assertThat(job(manager, "a").settledAt()).isPresent();
  }

  @Test
  @DisplayName("D1 cancel of a queued job is true: it is settled at once and its body never begins")
  void queued() {
    running("a");
    ScriptedBody waiting = queued("b");
    assertThat(manager.cancel("b")).isTrue();
    Job cancelled = job(manager, "b");
    assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(cancelled.settledAt()).isEqualTo(cancelled.endedAt()).isPresent();
    assertThat(cancelled.startedAt()).isEmpty();
    assertThat(cancelled.epoch()).isZero();
    body.complete("the slot is free");
    time.advance(Duration.ofMinutes(1));
    assertThat(waiting.hasBegun()).isFalse();
    assertThat(job(manager, "b")).isEqualTo(cancelled);
  }

  @Test
  @DisplayName("D1 cancel of a job that waits for its start time is true, and it never starts")
  void delayed() {
    ScriptedBody waiting = ScriptedBody.of(time);
    Duration delay = Duration.ofMinutes(1);
    manager.register("task", "label", waiting, options().id("a").startAfter(delay).build());
    assertThat(manager.cancel("a")).isTrue();
    time.advance(delay.multipliedBy(2));
    assertThat(waiting.hasBegun()).isFalse();
    assertThat(job(manager, "a").settledAt()).isPresent();
  }

  @Test
  @DisplayName("D1 a second cancel is false and changes nothing, not even by whom")
  void second() {
    running("a");
    assertThat(manager.cancel("a", CancelledBy.PERSON)).isTrue();
    Job before = job(manager, "a");
    assertThat(manager.cancel("a", CancelledBy.OPERATOR)).isFalse();
    assertThat(job(manager, "a")).isEqualTo(before);
    time.runReady();
    assertThat(manager.cancel("a", CancelledBy.OPERATOR)).as("settled by now").isFalse();
    assertThat(job(manager, "a").end()).isEqualTo(before.end());
  }

  @Test
  @DisplayName("D1 cancel of an ended job is false, however it ended")
  void ended() {
    running("a");
    body.complete("text");
    time.runReady();
    assertThat(manager.cancel("a")).isFalse();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.COMPLETED);

    manager.register(
        "task",
        "label",
        context -> {
          throw new IllegalStateException("broken");
        },
        options().id("b").build());
    time.runReady();
    assertThat(manager.cancel("b")).isFalse();
    assertThat(job(manager, "b").status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @DisplayName("D1 cancel of an unknown, a forgotten or a blank id is false")
  void unknown() {
    assertThat(manager.cancel("never seen")).isFalse();
    assertThat(manager.cancel(" ")).isFalse();
    running("a");
    body.complete("text");
    time.runReady();
    manager.evict(JobFilter.all());
    assertThat(manager.cancel("a")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "D1 somebody else's job is false under a filter, whoever cancels, and is not touched")
  void foreign(CancelledBy by) {
    running("a");
    queued("b");
    List<Job> before = manager.allJobs();
    for (JobFilter filter :
        List.of(
            JobFilter.owner("you"),
            JobFilter.ownerTree("you"),
            JobFilter.ownerTree("m"),
            JobFilter.unowned())) {
      assertThat(manager.cancel("a", by, filter)).isFalse();
      assertThat(manager.cancel("b", by, filter)).isFalse();
    }
    time.runReady();
    assertThat(manager.allJobs()).isEqualTo(before);
    assertThat(body.wasInterrupted()).isFalse();
  }

  @Test
  @DisplayName("D1 one's own job is true under every filter that sees it")
  void own() {
    List<JobFilter> filters =
        List.of(JobFilter.owner("me"), JobFilter.ownerTree("me"), JobFilter.all());
    queued("a");
    queued("b");
    queued("c");
    for (int i = 0; i < filters.size(); i++) {
      assertThat(manager.cancel(ids(manager.allJobs()).get(i), CancelledBy.OWNER, filters.get(i)))
          .isTrue();
    }
    assertThat(manager.allJobs())
        .allSatisfy(job -> assertThat(job.status()).isEqualTo(JobStatus.CANCELLED));
  }

  @Test
  @DisplayName(
      "D1 cancel and completion in one turn: what is recorded first, which is cancel, since it does"
          + " not wait")
  void oneTurn() {
    ScriptedBody told = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", told, options().id("a").build());
    time.runReady();
    told.complete("text");
    assertThat(manager.cancel("a")).isTrue();
    time.runReady();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, "a").lateText()).contains("text");
  }

  @Test
  @DisplayName("D1 a body can cancel its own job")
  void oneself() {
    boolean[] cancelled = new boolean[1];
    manager.register(
        "task",
        "label",
        context -> {
          cancelled[0] = manager.cancel(context.jobId(), CancelledBy.OWNER);
          return DONE.run(context);
        },
        options().id("a").build());
    time.runReady();
    assertThat(cancelled[0]).isTrue();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, "a").lateText()).contains("done");
  }

  @Test
  @DisplayName("D1 cancel names the newest run of an id only")
  void newestRun() {
    running("a");
    body.complete("text");
    time.runReady();
    manager.evict(JobFilter.all());
    ScriptedBody second = queued("a");
    time.runReady();
    assertThat(manager.cancel("a")).isTrue();
    time.runReady();
    assertThat(second.wasInterrupted()).isTrue();
    assertThat(body.wasInterrupted()).isFalse();
  }
}
