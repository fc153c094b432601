package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.QueueFullException;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A4: the bounds of the queue, and those of each owner. */
class QueueBoundsTest extends ContractTest {

  @Test
  @DisplayName(
      "A4 by default 1,000 jobs may be queued; the next one is refused with a clear error of its"
          + " own")
  void thousandByDefault() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    occupy(manager, "busy");
    for (int i = 0; i < 1_000; i++) {
      queue(manager, "o" + i % 3);
    }

    QueueFullException refusal =
        catchThrowableOfType(QueueFullException.class, () -> queue(manager, "o1"));
    assertThat(refusal.limit()).isEqualTo(1_000);
    assertThat(refusal)
        .hasMessageContaining("queue")
        .hasMessageContaining("1000")
        .hasMessageContaining("Wait");
    assertThat(manager.allJobs()).hasSize(1_001);
  }

  @Test
  @DisplayName("A4 the queue has room again when a queued job starts or is cancelled")
  void roomAgain() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1).maxQueuedJobs(1));
    ScriptedBody busy = occupy(manager, "busy");
    String queued = queue(manager, "a");
    assertFull(manager, "a");

    manager.cancel(queued);
    queue(manager, "a");
    assertFull(manager, "a");
    time.runReady();
    busy.complete("done");
    time.runReady();
    queue(manager, "a");

    assertFull(manager, "a");
  }

  @Test
  @DisplayName("A4 a full queue does not keep a job from starting where a slot is free")
  void fullQueueFreeSlot() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2).maxQueuedJobs(0));
    String id = queue(manager, "a");

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    occupy(manager, "busy");
    assertFull(manager, "a");
  }

  @Test
  @DisplayName(
      "A4 a job with startAfter counts in the queue and is refused when it is full, REJECT or not")
  void delayedCounts() {
    AsyncJobManager manager = manager(builder -> builder.maxQueuedJobs(1));
    JobOptions later = options().startAfter(Duration.ofHours(1)).build();
    manager.register("task", "t", DONE, later);

    assertThatThrownBy(() -> manager.register("task", "t", DONE, later))
        .isInstanceOf(QueueFullException.class);
    assertThat(manager.allJobs()).hasSize(1);
  }

  @Test
  @DisplayName("A4 the bound of the queue is the store's: the managers of a store share it")
  void boundOfTheStore() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one =
        manager(builder -> builder.sharedStore(store).maxRunningJobs(1).maxQueuedJobs(1));
    AsyncJobManager two =
        manager(builder -> builder.sharedStore(store).maxRunningJobs(1).maxQueuedJobs(1));
    occupy(one, "busy");
    occupy(two, "busy");
    queue(one, "a");

    assertFull(two, "b");
  }

  @Test
  @DisplayName(
      "A4 an owner may have a bound of queued jobs of its own, which leaves the others alone")
  void queuedPerOwner() {
    AsyncJobManager manager =
        manager(builder -> builder.maxRunningJobs(1).maxQueuedJobsPerOwner(2));
    occupy(manager, "busy");
    queue(manager, "a");
    queue(manager, "a");

    QueueFullException refusal =
        catchThrowableOfType(QueueFullException.class, () -> queue(manager, "a"));
    assertThat(refusal.limit()).isEqualTo(2);
    assertThat(refusal)
        .hasMessageContaining("owner")
        .hasMessageContaining("2")
        .hasMessageContaining("Wait");
    queue(manager, "b");
    assertThat(manager.allJobs(JobFilter.owner("a"))).hasSize(2);
  }

  @Test
  @DisplayName(
      "A4 an owner may have a bound of running jobs: REJECT is refused there, QUEUE waits, others"
          + " run")
  void runningPerOwner() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobsPerOwner(1));
    ScriptedBody first = occupy(manager, "a");

    JobLimitReachedException refusal =
        catchThrowableOfType(JobLimitReachedException.class, () -> occupy(manager, "a"));
    assertThat(refusal.limit()).isOne();
    assertThat(refusal)
        .hasMessageContaining("owner")
        .hasMessageContaining("1")
        .hasMessageContaining("Wait");
    String waits = queue(manager, "a");
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.QUEUED);
    occupy(manager, "b");
    time.runReady();

    first.complete("done");
    time.runReady();
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A4 the bounds of an owner bind the unowned jobs, too, as one owner")
  void unownedIsOneOwner() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobsPerOwner(1));
    manager.register("task", "t", ScriptedBody.of(time));

    assertThatThrownBy(() -> manager.register("task", "t", DONE))
        .isInstanceOf(JobLimitReachedException.class);
  }

  @Test
  @DisplayName("A4 an owner at its bound does not hold up the owners behind it")
  void boundedOwnerIsPassedOver() {
    AsyncJobManager manager =
        manager(builder -> builder.maxRunningJobs(2).maxRunningJobsPerOwner(1));
    occupy(manager, "a");
    ScriptedBody other = occupy(manager, "b");
    String waitsForItsOwner = queue(manager, "a");
    String waitsForASlot = queue(manager, "c");
    time.runReady();

    other.complete("done");
    time.runReady();

    assertThat(job(manager, waitsForItsOwner).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job(manager, waitsForASlot).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName(
      "A4 a cancelled body keeps its place in its owner's bound until its grace is over, then the"
          + " next starts")
  void graceInTheOwnersBound() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobsPerOwner(1));
    JobOptions owned = options().owner("a").build();
    String stubborn = manager.register("task", "t", ScriptedBody.ignoringCancel(time), owned);
    String waits = queue(manager, "a");
    time.runReady();
    manager.cancel(stubborn);

    time.advance(Duration.ofSeconds(9));
    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.QUEUED);
    time.advance(Duration.ofSeconds(1));

    assertThat(job(manager, waits).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName(
      "A4 a place in an owner's bound that one manager frees is taken by what another one has"
          + " queued")
  void boundAcrossManagers() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store).maxRunningJobsPerOwner(1));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store).maxRunningJobsPerOwner(1));
    ScriptedBody first = occupy(one, "a");
    String waits = queue(two, "a");
    time.advance(Duration.ofMinutes(1));
    assertThat(job(two, waits).status()).isEqualTo(JobStatus.QUEUED);

    first.complete("done");
    time.advance(Duration.ofMinutes(1));

    assertThat(job(two, waits).status()).isEqualTo(JobStatus.RUNNING);
  }

  private ScriptedBody occupy(AsyncJobManager manager, String owner) {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "t", body, options().owner(owner).build());
    return body;
  }

  private String queue(AsyncJobManager manager, String owner) {
    JobOptions queued = options().owner(owner).admission(Admission.QUEUE).build();
    return manager.register("task", "t", ScriptedBody.of(time), queued);
  }

  private void assertFull(AsyncJobManager manager, String owner) {
    assertThatThrownBy(() -> queue(manager, owner)).isInstanceOf(QueueFullException.class);
  }
}
