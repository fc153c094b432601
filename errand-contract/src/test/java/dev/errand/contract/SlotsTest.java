package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A5: how long a cancelled or timed-out body keeps its slot. */
class SlotsTest extends ContractTest {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofNanos(1);
  private static final JobOptions QUEUE = options().admission(Admission.QUEUE).build();

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final ScriptedBody stubborn = ScriptedBody.ignoringCancel(time);

  @Test
  @DisplayName("A5 a cancelled job keeps its slot until its body is gone")
  void keepsItsSlot() {
    String id = started();
    String waits = manager.register("task", "waits", DONE, QUEUE);

    assertThat(manager.cancel(id)).isTrue();
    time.advance(Duration.ofSeconds(3));

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, id).settledAt()).isEmpty();
    assertThat(job(manager, id).unsettled()).as("within its grace").isFalse();
    assertThat(manager.unsettledJobs(JobFilter.all())).isEmpty();
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.QUEUED);
    assertRefused();

    stubborn.complete("late");
    time.runReady();
    assertThat(job(manager, id).settledAt()).contains(time.now());
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName(
      "A5 after cancelGrace, 10 s by default, the slot is freed and the run is listed as unsettled")
  void graceIsOver() {
    String id = started();
    String waits = manager.register("task", "waits", ScriptedBody.of(time), QUEUE);
    manager.cancel(id);

    time.advance(GRACE.minus(TICK));
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(manager.unsettledJobs(JobFilter.all())).isEmpty();
    time.advance(TICK);

    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(ids(manager.unsettledJobs(JobFilter.all()))).containsExactly(id);
    Job job = job(manager, id);
    assertThat(job.unsettled()).isTrue();
    assertThat(job.settledAt()).isEmpty();
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName(
      "A5 an unsettled run leaves the list when its body goes after all, and frees no second slot")
  void leavesTheList() {
    String id = started();
    manager.cancel(id);
    time.advance(GRACE);
    ScriptedBody next = ScriptedBody.of(time);
    manager.register("task", "next", next);

    time.advance(Duration.ofMinutes(5));
    stubborn.complete("late");
    time.runReady();

    assertThat(manager.unsettledJobs(JobFilter.all())).isEmpty();
    assertThat(job(manager, id).unsettled()).isFalse();
    assertThat(job(manager, id).settledAt()).contains(time.now());
    assertRefused();
    next.complete("done");
    time.runReady();
    manager.register("task", "after that", DONE);
  }

  @Test
  @DisplayName("A5 cancelGrace can be set; zero frees the slot at once")
  void zeroGrace() {
    AsyncJobManager hasty =
        manager(builder -> builder.maxRunningJobs(1).cancelGrace(Duration.ZERO));
    String id = hasty.register("task", "stubborn", stubborn);
    time.runReady();

    hasty.cancel(id);
    time.advance(Duration.ZERO);

    assertThat(ids(hasty.unsettledJobs(JobFilter.all()))).containsExactly(id);
    hasty.register("task", "next", DONE);
  }

  @Test
  @DisplayName("A5 a body that obeys at once frees its slot at once")
  void obedient() {
    String id = manager.register("task", "obeys", ScriptedBody.of(time));
    time.runReady();

    manager.cancel(id);
    assertRefused();
    time.runReady();

    manager.register("task", "next", DONE);
  }

  @Test
  @DisplayName("A5 cancel and register in turn do not run more bodies than the limit allows")
  void cancelAndRegisterInTurn() {
    AsyncJobManager two = manager(builder -> builder.maxRunningJobs(2));
    List<ScriptedBody> bodies = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      ScriptedBody body = ScriptedBody.ignoringCancel(time);
      try {
        String id = two.register("task", "t", body);
        bodies.add(body);
        time.runReady();
        two.cancel(id);
      } catch (JobLimitReachedException full) {
        refused++;
      }
    }

    assertThat(bodies).hasSize(2);
    assertThat(refused).isEqualTo(18);
  }

  @Test
  @DisplayName("A5 cancelling what is cancelled does not prolong the grace")
  void graceIsNotProlonged() {
    String id = started();
    manager.cancel(id);
    time.advance(Duration.ofSeconds(6));
    assertThat(manager.cancel(id)).isFalse();

    time.advance(Duration.ofSeconds(4));

    assertThat(job(manager, id).unsettled()).isTrue();
  }

  @Test
  @DisplayName(
      "A5 a job that is cancelled before its body begins never runs it, and frees its slot")
  void cancelledBeforeItBegan() {
    String id = manager.register("task", "t", stubborn);

    manager.cancel(id);
    time.runReady();

    assertThat(stubborn.hasBegun()).isFalse();
    assertThat(job(manager, id).settledAt()).isPresent();
    manager.register("task", "next", DONE);
  }

  @Test
  @DisplayName("A5 forgetting a cancelled run does not free the slot of its body")
  void evictFreesNoSlot() {
    String id = started();
    manager.cancel(id);
    assertThat(manager.evict(JobFilter.all())).isOne();

    assertRefused();
    time.advance(GRACE);
    manager.register("task", "next", ScriptedBody.of(time));
    stubborn.complete("late");
    time.runReady();

    assertRefused();
  }

  @Test
  @DisplayName("A5 forgetting a cancelled run does not free its place in its owner's bound either")
  void evictFreesNoPlaceOfItsOwner() {
    AsyncJobManager bounded = manager(builder -> builder.maxRunningJobsPerOwner(1));
    JobOptions owned = options().owner("a").build();
    String id = bounded.register("task", "stubborn", stubborn, owned);
    time.runReady();
    bounded.cancel(id);
    bounded.evict(JobFilter.all());

    assertThatThrownBy(() -> bounded.register("task", "t", DONE, owned))
        .isInstanceOf(JobLimitReachedException.class);
  }

  @Test
  @DisplayName("A5 listeners hear of the end at once and of the settling when the body is gone")
  void listenersHear() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    String id = started();
    manager.cancel(id);
    time.advance(GRACE.multipliedBy(2));
    assertThat(listener.of(id)).containsExactly("registered", "started", "ended");

    stubborn.complete("late");
    time.runReady();

    assertThat(listener.of(id)).containsExactly("registered", "started", "ended", "settled");
  }

  private String started() {
    String id = manager.register("task", "stubborn", stubborn);
    time.runReady();
    return id;
  }

  private void assertRefused() {
    assertThatThrownBy(() -> manager.register("task", "t", DONE))
        .isInstanceOf(JobLimitReachedException.class);
  }
}
