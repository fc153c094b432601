package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.ScriptedBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A3: how many jobs run at a time. */
class AdmissionLimitTest extends ContractTest {

  @Test
  @DisplayName(
      "A3 by default 15 jobs run, and the 16th is refused with the sentence of the contract")
  void fifteenByDefault() {
    AsyncJobManager manager = manager();
    fill(manager, 15);

    assertThat(manager.maxRunningJobs()).isEqualTo(15);
    JobLimitReachedException refusal =
        catchThrowableOfType(
            JobLimitReachedException.class, () -> manager.register("task", "t", DONE));
    assertThat(refusal)
        .hasMessage(
            "Background job limit reached (15). Wait for running jobs to finish or cancel one.");
    assertThat(refusal.limit()).isEqualTo(15);
    assertThat(manager.runningJobs()).hasSize(15);
  }

  @Test
  @DisplayName("A3 a refused registration leaves no row")
  void refusedLeavesNothing() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    fill(manager, 1);

    assertRefused(manager, 1);

    assertThat(manager.allJobs()).hasSize(1);
    assertThat(manager.allJobs(JobFilter.owner("somebody"))).isEmpty();
  }

  @Test
  @DisplayName("A3 the limit is that of the running jobs: one that ends makes room for one")
  void endedMakesRoom() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(2));
    List<ScriptedBody> bodies = fill(manager, 2);

    bodies.get(0).complete("done");
    assertRefused(manager, 2);
    time.runReady();

    manager.register("task", "t", ScriptedBody.of(time));
    assertRefused(manager, 2);
  }

  @Test
  @DisplayName("A3 ended jobs do not count, however many there are")
  void endedDoNotCount() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    for (int i = 0; i < 50; i++) {
      manager.register("task", "t", DONE);
      time.runReady();
    }

    assertThat(manager.allJobs()).hasSize(50).allMatch(job -> job.status() == JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A3 the limit is at least 1, when built and when changed")
  void atLeastOne() {
    AsyncJobManager manager = manager();

    assertThatThrownBy(() -> AsyncJobManager.builder().maxRunningJobs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxRunningJobs must be at least 1, not 0");
    assertThatThrownBy(() -> manager.setMaxRunningJobs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxRunningJobs must be at least 1, not 0");
    assertThat(manager.maxRunningJobs()).isEqualTo(15);
  }

  @Test
  @DisplayName("A3 raising the limit while jobs run lets more in at once")
  void raised() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    fill(manager, 1);

    manager.setMaxRunningJobs(3);

    fill(manager, 2);
    assertRefused(manager, 3);
  }

  @Test
  @DisplayName(
      "A3 lowering the limit cancels nothing, and lets nothing in before enough have ended")
  void lowered() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(4));
    List<ScriptedBody> bodies = fill(manager, 4);

    manager.setMaxRunningJobs(2);

    time.runReady();
    assertThat(manager.runningJobs()).hasSize(4);
    assertThat(bodies).noneMatch(ScriptedBody::wasInterrupted);
    for (int ended = 0; ended < 2; ended++) {
      bodies.get(ended).complete("done");
      time.runReady();
      assertRefused(manager, 2);
    }
    bodies.get(2).complete("done");
    time.runReady();
    fill(manager, 1);
    assertRefused(manager, 2);
  }

  @Test
  @DisplayName("A3 lowered and raised again, the limit is exact")
  void loweredAndRaised() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(3));
    fill(manager, 3);
    manager.setMaxRunningJobs(1);
    manager.setMaxRunningJobs(5);

    fill(manager, 2);
    assertRefused(manager, 5);
  }

  @Test
  @DisplayName("A3 a nested registration counts like any other")
  void nested() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));

    manager.register(
        "task", "outer", context -> JobResult.of(manager.register("task", "inner", DONE)));
    time.runReady();

    assertThat(job(manager, "bg_1").end().orElseThrow().text())
        .isEqualTo(
            "Background job limit reached (1). Wait for running jobs to finish or cancel one.");
    assertThat(manager.allJobs()).hasSize(1);
  }

  @Test
  @DisplayName("A3 the limit is each worker's own on a shared store")
  void perWorker() {
    JobStore store = new MemoryStore(time);
    AsyncJobManager one = manager(builder -> builder.sharedStore(store).maxRunningJobs(1));
    AsyncJobManager two = manager(builder -> builder.sharedStore(store).maxRunningJobs(2));

    fill(one, 1);
    fill(two, 2);

    assertRefused(one, 1);
    assertRefused(two, 2);
    assertThat(one.runningJobs()).hasSize(3);
  }

  @Test
  @DisplayName("A3 cancelling makes room once the body is gone")
  void cancelMakesRoom() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    fill(manager, 1);
    time.runReady();

    manager.cancelAll(CancelledBy.OWNER, JobFilter.all());
    assertRefused(manager, 1);
    time.runReady();

    fill(manager, 1);
  }

  private List<ScriptedBody> fill(AsyncJobManager manager, int count) {
    List<ScriptedBody> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ScriptedBody body = ScriptedBody.of(time);
      manager.register("task", "t", body);
      bodies.add(body);
    }
    return bodies;
  }

  private static void assertRefused(AsyncJobManager manager, int limit) {
    assertThatThrownBy(
            () -> manager.register("task", "t", DONE, options().owner("somebody").build()))
        .isInstanceOf(JobLimitReachedException.class)
        .hasMessage(
            "Background job limit reached (%d). Wait for running jobs to finish or cancel one.",
            limit);
  }
}
