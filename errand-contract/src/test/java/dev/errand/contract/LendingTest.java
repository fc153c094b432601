package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.JobBody;
import dev.errand.JobContext;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A9: a body that waits for other jobs lends its slot meanwhile. */
class LendingTest extends ContractTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final JobOptions QUEUE = options().admission(Admission.QUEUE).build();

  @Test
  @DisplayName("A9 15 waiting parents do not starve their 15 children")
  void parentsAndChildren() {
    AsyncJobManager manager = manager();
    for (int i = 0; i < 15; i++) {
      manager.register("task", "parent", waitingFor(manager, DONE, context -> QUEUE));
    }

    time.runReady();

    assertThat(manager.allJobs()).hasSize(30).allMatch(job -> job.status() == JobStatus.COMPLETED);
  }

  @Test
  @DisplayName(
      "A9 parents that wait do not starve their children, in whatever order the threads run")
  void inAnyOrder() {
    for (long seed = 1; seed <= 25; seed++) {
      VirtualTime anyOrder = VirtualTime.seeded(seed);
      AsyncJobManager manager =
          AsyncJobManager.builder().timeAndThreads(anyOrder).maxRunningJobs(3).build();
      for (int i = 0; i < 9; i++) {
        manager.register("task", "parent", waitingFor(manager, DONE, context -> QUEUE), QUEUE);
      }

      anyOrder.advance(Duration.ofSeconds(1));

      assertThat(manager.allJobs())
          .as("seed %d", seed)
          .hasSize(18)
          .allMatch(job -> job.status() == JobStatus.COMPLETED);
      manager.close();
    }
  }

  @Test
  @DisplayName("A9 lending nests: a chain of 20 generations gets through one slot")
  void generations() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    JobBody body = DONE;
    for (int i = 0; i < 20; i++) {
      body = waitingFor(manager, body, context -> QUEUE);
    }
    manager.register("task", "ancestor", body);

    time.runReady();

    assertThat(manager.allJobs()).hasSize(21).allMatch(job -> job.status() == JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A9 a parent may wait for several children, for all of them or for the first")
  void severalChildren() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    List<Awaited> seen = new ArrayList<>();
    manager.register(
        "task",
        "parent",
        context -> {
          List<String> children = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            children.add(manager.register("task", "child", DONE, QUEUE));
          }
          seen.add(manager.awaitJobs(children, AwaitMode.ANY, LONG));
          seen.add(manager.awaitJobs(children, AwaitMode.ALL, LONG));
          return JobResult.empty();
        });

    time.runReady();

    assertThat(seen).hasSize(2).allMatch(Awaited::met);
    assertThat(seen.get(0).jobs()).isNotEmpty();
    assertThat(seen.get(1).jobs()).hasSize(3);
  }

  @Test
  @DisplayName(
      "A9 the lent slot goes by turn: whoever is queued first has it, and the child its turn after")
  void lentByTurn() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    ScriptedBody stranger = ScriptedBody.of(time);
    manager.register("task", "parent", waitingFor(manager, DONE, context -> QUEUE));
    String first = manager.register("task", "stranger", stranger, QUEUE);
    time.runReady();
    assertThat(ids(manager.runningJobs())).containsExactly("bg_1", first);

    stranger.complete("done");
    time.runReady();

    assertThat(manager.allJobs()).hasSize(3).allMatch(job -> job.status() == JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A9 REJECT may have a lent slot, too")
  void rejectGetsALentSlot() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    JobOptions later = options().startAfter(Duration.ofSeconds(30)).build();
    manager.register("task", "parent", waitingFor(manager, DONE, context -> later));
    time.runReady();

    String id = manager.register("task", "meanwhile", DONE);
    time.runReady();

    assertThat(job(manager, id).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName(
      "A9 a parent that waits for a child that fell due while no slot was free does not wait for"
          + " ever")
  void childFellDueBefore() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    manager.register("task", "earlier", DONE);
    time.runReady();
    JobOptions soon = options().startAfter(Duration.ofSeconds(1)).build();
    String parent =
        manager.register(
            "task",
            "parent",
            context -> {
              String child = manager.register("task", "child", DONE, soon);
              time.sleep(
                  Duration.ofSeconds(5)); // the child falls due; the parent has the only slot
              return text(manager.awaitJobs(List.of(child), AwaitMode.ALL, LONG));
            });

    time.advance(Duration.ofSeconds(10));

    assertThat(job(manager, parent).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A9 a waiting parent lends its place in its owner's bound as well")
  void ownersBoundIsLent() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobsPerOwner(1));
    JobOptions ofParent = options().owner("a").build();
    JobOptions ofChild = options().owner("a").admission(Admission.QUEUE).build();
    String parent =
        manager.register("task", "parent", waitingFor(manager, DONE, context -> ofChild), ofParent);

    time.advance(Duration.ofMinutes(1));

    assertThat(job(manager, parent).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A9 a waiting parent that is cancelled is interrupted, and its child goes on")
  void parentCancelled() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    ScriptedBody child = ScriptedBody.of(time);
    String parent =
        manager.register("task", "parent", waitingFor(manager, child, context -> QUEUE));
    time.runReady();

    assertThat(manager.cancel(parent)).isTrue();
    time.runReady();

    assertThat(job(manager, parent).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, parent).settledAt()).isPresent();
    assertThat(ids(manager.runningJobs())).containsExactly("bg_2");
    child.complete("done");
    time.runReady();
    assertThat(job(manager, "bg_2").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("A9 a waiting parent that times out is interrupted, and its child goes on")
  void parentTimesOut() {
    AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
    JobOptions brief = options().timeout(Duration.ofSeconds(5)).build();
    manager.register(
        "task", "parent", waitingFor(manager, ScriptedBody.of(time), context -> QUEUE), brief);

    time.advance(Duration.ofSeconds(5));

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(manager, "bg_1").settledAt()).isPresent();
    assertThat(job(manager, "bg_2").status()).isEqualTo(JobStatus.RUNNING);
  }

  /** A body that registers a child and waits for it. */
  private static JobBody waitingFor(
      AsyncJobManager manager, JobBody child, Function<JobContext, JobOptions> options) {
    return context -> {
      String id = manager.register("task", "child", child, options.apply(context));
      return text(manager.awaitJobs(List.of(id), AwaitMode.ALL, LONG));
    };
  }

  private static JobResult text(Awaited awaited) {
    return JobResult.of(awaited.met() ? "met" : "not met");
  }
}
