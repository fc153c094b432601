package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal.Reason;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A7, and A5 for what timed out. */
class TimeoutTest extends ContractTest {
  private static final Duration TICK = Duration.ofNanos(1);
  private static final JobOptions FIVE_SECONDS = options().timeout(Duration.ofSeconds(5)).build();

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody body = ScriptedBody.of(time);
  private final ScriptedBody stubborn = ScriptedBody.ignoringCancel(time);

  @Test
  @DisplayName("A7 at its timeout a job ends FAILED with TIMED_OUT, and its body is cancelled")
  void timesOut() {
    String id = manager.register("task", "t", body, FIVE_SECONDS);

    time.advance(Duration.ofSeconds(5).minus(TICK));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    time.advance(TICK);

    Job job = job(manager, id);
    JobEnd end = job.end().orElseThrow();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(end.reason()).isEqualTo(EndReason.TIMED_OUT);
    assertThat(end.text()).isEqualTo("Timed out after 5 s");
    assertThat(end.cancelledBy()).isEmpty();
    assertThat(job.endedAt()).contains(job.registeredAt().plusSeconds(5));
    assertThat(body.wasInterrupted()).isTrue();
    assertThat(body.isOver()).isTrue();
  }

  @Test
  @DisplayName("A7 the body learns that it timed out")
  void bodyLearnsWhy() {
    manager.register("task", "t", body, FIVE_SECONDS);
    time.advance(Duration.ofSeconds(5));

    Reason reason = body.context().orElseThrow().cancellation().reason().orElseThrow();

    assertThat(reason.end()).isEqualTo(EndReason.TIMED_OUT);
    assertThat(reason.by()).isEmpty();
    assertThat(reason.description()).isEqualTo("Timed out after 5 s");
  }

  @Test
  @DisplayName("A7 the job ends at once, whatever its body does")
  void endsAtOnce() {
    String id = manager.register("task", "t", stubborn, FIVE_SECONDS);

    time.advance(Duration.ofSeconds(5));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stubborn.isOver()).isFalse();
    stubborn.complete("late");
    time.runReady();
    assertThat(job(manager, id).end().orElseThrow().reason()).isEqualTo(EndReason.TIMED_OUT);
  }

  @Test
  @DisplayName("A7 a job that ends in time does not time out later, and leaves no timer behind")
  void inTime() {
    String id = manager.register("task", "t", body, FIVE_SECONDS);
    time.advance(Duration.ofSeconds(4));
    int timers = time.pendingTimers();
    body.complete("in time");
    time.runReady();
    assertThat(time.pendingTimers()).isLessThan(timers);

    time.advance(Duration.ofMinutes(1));

    assertThat(job(manager, id).end().orElseThrow().text()).isEqualTo("in time");
    assertThat(body.wasInterrupted()).isFalse();
  }

  @Test
  @DisplayName("A7 the timeout bounds the attempt: time in the queue does not count")
  void queueTimeDoesNotCount() {
    manager.register("task", "busy", body);
    JobOptions queued = options().admission(Admission.QUEUE).timeout(Duration.ofSeconds(5)).build();
    String id = manager.register("task", "t", stubborn, queued);
    time.advance(Duration.ofMinutes(1));
    body.complete("done");

    time.advance(Duration.ofSeconds(5).minus(TICK));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    time.advance(TICK);

    assertThat(job(manager, id).end().orElseThrow().reason()).isEqualTo(EndReason.TIMED_OUT);
  }

  @Test
  @DisplayName("A7 a jump of the wall clock neither hastens nor delays the timeout")
  void monotonic() {
    String id = manager.register("task", "t", body, FIVE_SECONDS);
    time.runReady();

    time.jumpClock(Duration.ofDays(1));
    time.advance(Duration.ofSeconds(4));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    time.jumpClock(Duration.ofDays(-2));
    time.advance(Duration.ofSeconds(1));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @DisplayName("A7 a cancelled job does not time out as well")
  void cancelledFirst() {
    String id = manager.register("task", "t", stubborn, FIVE_SECONDS);
    time.runReady();
    manager.cancel(id);

    time.advance(Duration.ofSeconds(5));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("A7 a very long timeout means none, and does no harm")
  void veryLong() {
    JobOptions never = options().timeout(Duration.ofSeconds(Long.MAX_VALUE)).build();
    String id = manager.register("task", "t", body, never);

    time.advance(Duration.ofDays(3_650));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A7 a timeout must be longer than zero")
  void positive() {
    assertThatThrownBy(() -> options().timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("timeout must be longer than zero");
  }

  @Test
  @DisplayName("A5 a timed-out job keeps its slot until its body is gone")
  void keepsItsSlot() {
    manager.register("task", "t", stubborn, FIVE_SECONDS);
    time.advance(Duration.ofSeconds(8));

    assertThatThrownBy(() -> manager.register("task", "t", DONE))
        .isInstanceOf(JobLimitReachedException.class);
    stubborn.complete("late");
    time.runReady();
    manager.register("task", "next", DONE);
  }

  @Test
  @DisplayName(
      "A5 a timed-out body that outlives cancelGrace loses its slot, is listed, and leaves the list"
          + " in the end")
  void unsettled() {
    String id = manager.register("task", "t", stubborn, FIVE_SECONDS);
    String waits =
        manager.register("task", "waits", DONE, options().admission(Admission.QUEUE).build());

    time.advance(Duration.ofSeconds(15).minus(TICK));
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.QUEUED);
    time.advance(TICK);
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(ids(manager.unsettledJobs(JobFilter.all()))).containsExactly(id);

    stubborn.complete("late");
    time.runReady();
    assertThat(manager.unsettledJobs(JobFilter.all())).isEmpty();
    assertThat(job(manager, id).settledAt()).contains(time.now());
  }
}
