package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C4: what a snapshot shows, and that it stays as it is. */
class SnapshotTest extends ContractTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody first = ScriptedBody.ignoringCancel(time);
  private final ScriptedBody body = ScriptedBody.ignoringCancel(time);

  /**
   * Registers {@code first}, which runs, and one second later {@code a}, which is queued behind it.
   */
  private void register() {
    manager.register("task", "label", first, options().id("first").build());
    time.advance(SECOND);
    manager.register(
        "bash",
        "what it is",
        body,
        options().id("a").owner("me").admission(Admission.QUEUE).build());
  }

  private Job a() {
    return job(manager, "a");
  }

  @Test
  @DisplayName(
      "C4 a snapshot has the times of registration, start, end and settling, each once it is known")
  void times() {
    Instant registered = time.now().plus(SECOND);
    register();
    assertTimes(a(), registered, null, null, null);
    time.advance(SECOND);
    first.complete("over");
    time.runReady();
    assertTimes(a(), registered, registered.plusSeconds(1), null, null);
    time.advance(SECOND);
    manager.cancel("a");
    assertTimes(a(), registered, registered.plusSeconds(1), registered.plusSeconds(2), null);
    time.advance(SECOND);
    body.complete("late");
    time.runReady();
    Instant settled = registered.plusSeconds(3);
    assertTimes(a(), registered, registered.plusSeconds(1), registered.plusSeconds(2), settled);
    assertThat(a().duration()).contains(SECOND);
  }

  private static void assertTimes(
      Job job, Instant registered, Instant started, Instant ended, Instant settled) {
    assertThat(job.registeredAt()).isEqualTo(registered);
    assertThat(job.startedAt()).isEqualTo(Optional.ofNullable(started));
    assertThat(job.endedAt()).isEqualTo(Optional.ofNullable(ended));
    assertThat(job.settledAt()).isEqualTo(Optional.ofNullable(settled));
  }

  @Test
  @DisplayName("C4 a run that ended by itself has settled at the moment it ended")
  void endedBySelf() {
    manager.register("task", "label", first, options().id("a").build());
    time.advance(SECOND);
    first.complete("over");
    time.runReady();
    assertThat(a().endedAt()).contains(time.now());
    assertThat(a().settledAt()).contains(time.now());
    assertThat(a().duration()).contains(SECOND);
  }

  @Test
  @DisplayName("C4 a run that never started lasted from its registration to its end")
  void neverStarted() {
    register();
    time.advance(SECOND.multipliedBy(3));
    manager.cancel("a");
    assertThat(a().startedAt()).isEmpty();
    assertThat(a().duration()).contains(SECOND.multipliedBy(3));
  }

  @Test
  @DisplayName("C4 a snapshot shows what was registered, and never changes")
  void immutable() {
    register();
    Job queued = a();
    assertThat(queued.type()).isEqualTo("bash");
    assertThat(queued.label()).isEqualTo("what it is");
    assertThat(queued.owner()).contains("me");
    first.complete("over");
    time.runReady();
    Job running = a();
    body.context().orElseThrow().reportProgress("half");
    manager.cancel("a");
    body.complete("late");
    time.runReady();

    assertThat(queued.status()).isEqualTo(JobStatus.QUEUED);
    assertTimes(queued, queued.registeredAt(), null, null, null);
    assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(running.end()).isEmpty();
    assertThat(running.endedAt()).isEmpty();
    assertThat(running.progress()).isEmpty();
    assertThat(running.lateText()).isEmpty();
    assertThat(running.duration()).isEmpty();
    assertThat(Stream.of(queued, running).map(Job::runId)).containsOnly(a().runId());
  }

  @Test
  @DisplayName(
      "C4 the latest progress stands on the same snapshot in every list, also while a cancelled"
          + " body goes on")
  void sameSnapshotEverywhere() {
    manager.register("task", "label", body, options().id("a").build());
    time.runReady();
    body.context().orElseThrow().reportProgress("half");
    manager.cancel("a");
    assertThat(a().progress().map(Progress::text)).contains("half");
    assertThat(manager.allJobs()).containsExactly(a());
    assertThat(manager.recentJobs()).containsExactly(a());
    time.advance(Duration.ofSeconds(10));
    assertThat(manager.unsettledJobs(JobFilter.all())).containsExactly(a());
    assertThat(manager.recentJobs()).containsExactly(a());
  }

  @Test
  @DisplayName("C4 lists of snapshots cannot be changed either")
  void immutableLists() {
    manager.register("task", "label", DONE);
    time.runReady();
    manager.register("task", "label", body, options().id("a").build());
    for (List<Job> jobs : List.of(manager.allJobs(), manager.recentJobs(), manager.runningJobs())) {
      assertThatThrownBy(() -> jobs.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  @DisplayName("C4 the duration of an ended job does not grow, nor jump with the clock")
  void durationStays() {
    manager.register("task", "label", body, options().id("a").build());
    time.advance(SECOND);
    manager.cancel("a");
    Job ended = a();
    for (Duration jump :
        List.of(Duration.ofHours(5), Duration.ofHours(-50), Duration.ofDays(400))) {
      time.jumpClock(jump);
      time.advance(SECOND);
      assertThat(ended.duration()).contains(SECOND);
      assertThat(a().duration()).contains(SECOND);
      assertThat(a().endedAt()).isEqualTo(ended.endedAt());
    }
  }

  @Test
  @DisplayName("C4 a run never ends before it began, although the clock jumps back")
  void endNotBeforeStart() {
    manager.register("task", "label", body, options().id("a").timeout(SECOND).build());
    time.runReady();
    time.jumpClock(Duration.ofDays(-1));
    time.advance(SECOND);
    assertThat(a().end().orElseThrow().reason()).isEqualTo(EndReason.TIMED_OUT);
    assertThat(a().endedAt()).isEqualTo(a().startedAt());
    assertThat(a().duration()).contains(Duration.ZERO);
  }

  @Test
  @DisplayName(
      "C4 a run never ends before it was registered, although the clock jumps back while it is"
          + " queued")
  void endNotBeforeRegistration() {
    register();
    time.jumpClock(Duration.ofDays(-1));
    manager.cancel("a");
    assertThat(a().endedAt()).contains(a().registeredAt());
    assertThat(a().settledAt()).isEqualTo(a().endedAt());
  }

  @Test
  @DisplayName(
      "C4 a run never starts before it was registered, although the clock jumps back while it is"
          + " queued")
  void startNotBeforeRegistration() {
    register();
    time.jumpClock(Duration.ofDays(-1));
    first.complete("over");
    time.runReady();
    assertThat(a().status()).isEqualTo(JobStatus.RUNNING);
    assertThat(a().startedAt().orElseThrow()).isAfterOrEqualTo(a().registeredAt());
  }

  @Test
  @DisplayName("C4 a run never settles before it ended, although the clock jumps back in between")
  void settledNotBeforeEnd() {
    manager.register("task", "label", body, options().id("a").build());
    time.advance(SECOND);
    manager.cancel("a");
    time.jumpClock(Duration.ofDays(-1));
    body.complete("late");
    time.runReady();
    assertThat(a().settledAt().orElseThrow()).isAfterOrEqualTo(a().endedAt().orElseThrow());
  }
}
