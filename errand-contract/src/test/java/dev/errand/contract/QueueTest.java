package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A4: what a queued job is, and when it starts. */
class QueueTest extends ContractTest {
  private static final JobOptions QUEUE = options().admission(Admission.QUEUE).build();

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody first = ScriptedBody.of(time);
  private final ScriptedBody second = ScriptedBody.of(time);

  @Test
  @DisplayName("A4 without a free slot QUEUE registers the job as QUEUED; its body does not begin")
  void queued() {
    manager.register("task", "first", first);

    String id = manager.register("task", "second", second, QUEUE);
    time.advance(Duration.ofHours(1));

    Job job = job(manager, id);
    assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job.epoch()).isZero();
    assertThat(job.startedAt()).isEmpty();
    assertThat(job.end()).isEmpty();
    assertThat(second.hasBegun()).isFalse();
    assertThat(ids(manager.runningJobs())).containsExactly("bg_1");
    assertThat(ids(manager.allJobs())).containsExactly("bg_1", "bg_2");
  }

  @Test
  @DisplayName("A4 a queued job starts when a slot becomes free")
  void startsWhenASlotIsFree() {
    manager.register("task", "first", first);
    String id = manager.register("task", "second", second, QUEUE);
    time.advance(Duration.ofMinutes(7));

    first.complete("done");
    time.runReady();

    Job job = job(manager, id);
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job.epoch()).isOne();
    assertThat(job.startedAt()).contains(time.now());
    assertThat(job.registeredAt()).isEqualTo(time.now().minus(Duration.ofMinutes(7)));
    assertThat(second.hasBegun()).isTrue();
  }

  @Test
  @DisplayName("A4 a queued job starts however the slot became free: by failure, cancel or timeout")
  void startsAfterAnyEnd() {
    String failing =
        manager.register(
            "task",
            "fails",
            context -> {
              throw new IllegalStateException("no");
            });
    manager.register(
        "task", "times out", ScriptedBody.of(time), queue().timeout(Duration.ofSeconds(1)).build());
    String cancelled = manager.register("task", "is cancelled", ScriptedBody.of(time), QUEUE);
    String last = manager.register("task", "last", second, QUEUE);

    time.advance(Duration.ofSeconds(1));
    assertThat(job(manager, failing).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(manager, cancelled).status()).isEqualTo(JobStatus.RUNNING);
    manager.cancel(cancelled);
    time.runReady();

    assertThat(job(manager, last).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 queued jobs start when the limit is raised, as many as fit")
  void startsWhenTheLimitIsRaised() {
    manager.register("task", "first", first);
    for (int i = 0; i < 5; i++) {
      manager.register("task", "t", ScriptedBody.of(time), QUEUE);
    }

    manager.setMaxRunningJobs(4);
    time.runReady();

    assertThat(ids(manager.runningJobs())).containsExactly("bg_1", "bg_2", "bg_3", "bg_4");
  }

  @Test
  @DisplayName("A4 under a lowered limit queued jobs wait until enough have ended")
  void waitsUnderALoweredLimit() {
    manager.setMaxRunningJobs(2);
    manager.register("task", "first", first);
    manager.register("task", "second", second);
    String id = manager.register("task", "third", ScriptedBody.of(time), QUEUE);
    manager.setMaxRunningJobs(1);

    first.complete("done");
    time.runReady();
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.QUEUED);
    second.complete("done");
    time.runReady();
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 a queued job holds no slot: cancelled, it frees none")
  void holdsNoSlot() {
    manager.register("task", "first", first);
    String id = manager.register("task", "second", second, QUEUE);

    assertThat(manager.cancel(id, CancelledBy.OWNER)).isTrue();
    String third = manager.register("task", "third", DONE, QUEUE);
    time.runReady();

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(second.hasBegun()).isFalse();
    assertThat(job(manager, third).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName(
      "A4 listeners hear of a queued job when it is registered, and of its start when it starts")
  void listenersHear() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    manager.register("task", "first", first);
    String id = manager.register("task", "second", DONE, QUEUE);
    time.runReady();
    assertThat(listener.of(id)).containsExactly("registered");

    first.complete("done");
    time.runReady();

    assertThat(listener.of(id)).containsExactly("registered", "started", "ended", "settled");
  }

  @Test
  @DisplayName("A4 a long queue drains through few slots, each job once")
  void drains() {
    manager.setMaxRunningJobs(3);
    for (int i = 0; i < 500; i++) {
      manager.register("task", "t", DONE, queue().owner("o" + i % 7).build());
    }

    time.runReady();

    assertThat(manager.allJobs())
        .hasSize(500)
        .allMatch(job -> job.status() == JobStatus.COMPLETED && job.epoch() == 1);
  }

  @Test
  @DisplayName(
      "A4 a queued closure waits for its own manager, whatever other managers of the store could"
          + " run")
  void closuresStayHome() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store).maxRunningJobs(1));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store));
    one.register("task", "first", first);
    String id = one.register("task", "second", second, QUEUE);
    two.register("task", "other", DONE);
    time.runReady();
    assertThat(job(two, id).status()).isEqualTo(JobStatus.QUEUED);

    first.complete("done");
    time.runReady();

    assertThat(ids(two.runningJobs(JobFilter.all()))).containsExactly(id);
  }

  private static JobOptions.Builder queue() {
    return options().admission(Admission.QUEUE);
  }
}
