package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A4: queueTimeout ends what waited too long. */
class QueueTimeoutTest extends ContractTest {
  private static final Duration TICK = Duration.ofNanos(1);

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody busy = ScriptedBody.of(time);

  @BeforeEach
  void fillTheSlot() {
    manager.register("task", "busy", busy);
    time.runReady();
  }

  @Test
  @DisplayName(
      "A4 a job that waited for its queueTimeout ends FAILED with QUEUE_TIMEOUT, never started")
  void waitedTooLong() {
    ScriptedBody body = ScriptedBody.of(time);
    String id = manager.register("task", "t", body, impatient(30).build());

    time.advance(Duration.ofSeconds(30).minus(TICK));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
    time.advance(TICK);

    Job job = job(manager, id);
    JobEnd end = job.end().orElseThrow();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(end.reason()).isEqualTo(EndReason.QUEUE_TIMEOUT);
    assertThat(end.text()).contains("queue").contains("30 s");
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.epoch()).isZero();
    assertThat(job.endedAt()).contains(job.registeredAt().plusSeconds(30));
    assertThat(job.settledAt()).isEqualTo(job.endedAt());
    busy.complete("done");
    time.runReady();
    assertThat(body.hasBegun()).isFalse();
  }

  @Test
  @DisplayName("A4 queueTimeout bounds the waiting only: what has started in time goes on")
  void startedInTime() {
    ScriptedBody body = ScriptedBody.of(time);
    String id = manager.register("task", "t", body, impatient(30).build());
    time.advance(Duration.ofSeconds(20));
    busy.complete("done");

    time.advance(Duration.ofHours(1));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(body.wasInterrupted()).isFalse();
  }

  @Test
  @DisplayName("A4 without queueTimeout a job waits for ever")
  void waitsForEver() {
    String id = manager.register("task", "t", DONE, options().admission(Admission.QUEUE).build());

    time.advance(Duration.ofDays(365));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("A4 each queued job has its own queueTimeout, in whatever order they came")
  void eachItsOwn() {
    List<String> ids = new ArrayList<>();
    for (int seconds : new int[] {30, 10, 50, 20, 40}) {
      ids.add(manager.register("task", "" + seconds, DONE, impatient(seconds).build()));
    }

    time.advance(Duration.ofMinutes(1));

    assertThat(ids)
        .map(id -> job(manager, id))
        .allSatisfy(job ->
            assertThat(job.endedAt())
                .contains(job.registeredAt().plusSeconds(Integer.parseInt(job.label()))));
  }

  @Test
  @DisplayName(
      "A4 a job that waited too long leaves its place in the queue and its owner's turn to others")
  void leavesItsPlace() {
    AsyncJobManager small = manager(builder -> builder.maxRunningJobs(1).maxQueuedJobs(1));
    ScriptedBody first = ScriptedBody.of(time);
    small.register("task", "first", first);
    String impatient =
        small.register("task", "t", DONE, impatient(5).owner("a").priority(9).build());
    time.advance(Duration.ofSeconds(5));

    String next = small.register("task", "next", DONE, impatient(60).owner("a").build());
    first.complete("done");
    time.runReady();

    assertThat(job(small, impatient).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(small, next).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A4 queueTimeout counts from registration, the time before startAfter included")
  void countsFromRegistration() {
    JobOptions options = impatient(5).startAfter(Duration.ofSeconds(10)).build();
    String id = manager.register("task", "t", DONE, options);

    time.advance(Duration.ofSeconds(5));

    assertThat(job(manager, id).end().orElseThrow().reason()).isEqualTo(EndReason.QUEUE_TIMEOUT);
    time.advance(Duration.ofSeconds(10));
    assertThat(job(manager, id).startedAt()).isEmpty();
  }

  @Test
  @DisplayName("A4 queueTimeout does not touch a job that found a free slot")
  void foundAFreeSlot() {
    manager.setMaxRunningJobs(2);
    String id = manager.register("task", "t", ScriptedBody.of(time), impatient(5).build());

    time.advance(Duration.ofMinutes(1));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 listeners hear that a job waited too long")
  void listenersHear() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    String id = manager.register("task", "t", DONE, impatient(5).build());

    time.advance(Duration.ofSeconds(5));

    assertThat(listener.of(id)).containsExactly("registered", "ended", "settled");
  }

  @Test
  @DisplayName("A4 queueTimeout must be longer than zero")
  void positive() {
    assertThatThrownBy(() -> options().queueTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("queueTimeout must be longer than zero");
  }

  private static JobOptions.Builder impatient(long seconds) {
    return options().admission(Admission.QUEUE).queueTimeout(Duration.ofSeconds(seconds));
  }
}
