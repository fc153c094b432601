package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A4: startAfter. */
class QueueStartAfterTest extends ContractTest {
  private static final Duration TICK = Duration.ofNanos(1);

  @Test
  @DisplayName("A4 a job with startAfter is queued while slots are free, and starts at its time")
  void startsAtItsTime() {
    AsyncJobManager manager = manager();
    String id = manager.register("task", "t", ScriptedBody.of(time), after(10));

    time.advance(Duration.ofSeconds(10).minus(TICK));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
    time.advance(TICK);

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(manager, id).startedAt())
        .contains(job(manager, id).registeredAt().plusSeconds(10));
  }

  @Test
  @DisplayName(
      "A4 jobs with different start times each start at their own, in whatever order they came")
  void eachAtItsOwn() {
    AsyncJobManager manager = manager();
    for (int seconds : new int[] {30, 10, 50, 20, 40, 10}) {
      manager.register("task", seconds + "", DONE, after(seconds));
    }

    time.advance(Duration.ofMinutes(1));

    assertThat(manager.allJobs())
        .hasSize(6)
        .allSatisfy(job ->
            assertThat(job.startedAt())
                .contains(job.registeredAt().plusSeconds(Integer.parseInt(job.label()))));
  }

  @Test
  @DisplayName("A4 a jump of the wall clock neither hastens nor delays a start")
  void monotonic() {
    AsyncJobManager manager = manager();
    String id = manager.register("task", "t", ScriptedBody.of(time), after(10));

    time.jumpClock(Duration.ofDays(2));
    time.advance(Duration.ofSeconds(9));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
    time.jumpClock(Duration.ofDays(-4));
    time.advance(Duration.ofSeconds(1));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 a delayed job holds no slot and keeps nobody of its owner waiting")
  void holdsUpNobody() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    manager.register("task", "later", DONE, delayed(10).owner("a").priority(100).build());
    ScriptedBody now = ScriptedBody.of(time);

    String first = manager.register("task", "now", now, options().owner("a").build());
    String second = manager.register("task", "next", DONE, delayed(0).owner("a").build());
    time.runReady();
    now.complete("done");
    time.runReady();

    assertThat(job(manager, first).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job(manager, second).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A4 startAfter is a bound, not a promise: without a slot the job waits for one")
  void waitsForASlot() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    ScriptedBody busy = ScriptedBody.of(time);
    manager.register("task", "busy", busy);
    String id = manager.register("task", "delayed", DONE, after(10));

    time.advance(Duration.ofSeconds(60));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
    busy.complete("done");
    time.runReady();

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName(
      "A4 a job starts at its time although no slot was free at the time of the one before")
  void startsAlthoughTheFormerHadToWait() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    ScriptedBody busy = ScriptedBody.of(time);
    manager.register("task", "busy", busy);
    manager.register("task", "due at 10", DONE, after(10));
    String last = manager.register("task", "due at 20", DONE, after(20));

    time.advance(Duration.ofSeconds(12)); // at 10 no slot was free
    busy.complete("done");
    time.advance(Duration.ofSeconds(8));

    assertThat(job(manager, last).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName(
      "A4 a job that fell due while all slots were busy starts when one is freed by the end of a"
          + " grace")
  void startsWhenAGraceIsOver() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    manager.register("task", "earlier", DONE);
    time.runReady();
    String stubborn = manager.register("task", "stubborn", ScriptedBody.ignoringCancel(time));
    String id = manager.register("task", "delayed", DONE, after(5));
    time.advance(Duration.ofSeconds(6));

    manager.cancel(stubborn);
    time.advance(Duration.ofSeconds(10));

    assertThat(manager.unsettledJobs(JobFilter.all())).hasSize(1);
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A4 a delayed job can be cancelled before its time, and never starts then")
  void cancelledBeforeItsTime() {
    AsyncJobManager manager = manager();
    ScriptedBody body = ScriptedBody.of(time);
    String id = manager.register("task", "t", body, after(10));

    assertThat(manager.cancel(id)).isTrue();
    time.advance(Duration.ofSeconds(20));

    assertThat(body.hasBegun()).isFalse();
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("A4 once due, delayed jobs are started by priority like all others")
  void byPriorityOnceDue() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    ScriptedBody busy = ScriptedBody.of(time);
    manager.register("task", "busy", busy);
    String low =
        manager.register("task", "low", ScriptedBody.of(time), delayed(1).priority(-1).build());
    String high =
        manager.register("task", "high", ScriptedBody.of(time), delayed(2).priority(1).build());
    time.advance(Duration.ofSeconds(3));

    busy.complete("done");
    time.runReady();

    assertThat(job(manager, high).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(manager, low).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("A4 a very long startAfter means never, and does no harm")
  void veryLong() {
    AsyncJobManager manager = manager();
    JobOptions never = options().startAfter(Duration.ofSeconds(Long.MAX_VALUE)).build();
    String id = manager.register("task", "t", DONE, never);

    time.advance(Duration.ofDays(3_650));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("A4 startAfter must not be negative")
  void notNegative() {
    assertThatThrownBy(() -> options().startAfter(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("startAfter must not be negative");
  }

  private static JobOptions.Builder delayed(long seconds) {
    return options().admission(Admission.QUEUE).startAfter(Duration.ofSeconds(seconds));
  }

  private static JobOptions after(long seconds) {
    return delayed(seconds).build();
  }
}
