package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * One test for each flaw of the original that has to do with registering, ids, cancel, slots, lists
 * and closing.
 *
 * <p>Those that have to do with deliveries are in the other {@code OriginalFlaws…Test}s; the table
 * in {@code docs/from-the-original.md} says which is where, and what cannot occur here at all.
 */
class OriginalFlawsTest extends ContractTest {
  private final AsyncJobManager manager = manager();

  private ScriptedBody register(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).owner("me").build());
    time.runReady();
    return body;
  }

  @Test
  @DisplayName("flaw 1: an automatic id of a forgotten job was given out again (A2)")
  void flaw1() {
    for (int i = 1; i <= 3; i++) {
      assertThat(manager.register("task", "label", DONE)).isEqualTo("bg_" + i);
      time.runReady();
      manager.evict(JobFilter.all());
    }
    register("bg_4");
    assertThat(manager.register("task", "label", DONE)).isEqualTo("bg_5");
  }

  @Test
  @DisplayName(
      "flaw 2: the late end of a forgotten job took away the new job of its name (Words: Run)")
  void flaw2() {
    ScriptedBody old = register("a");
    String oldRun = job(manager, "a").runId();
    manager.cancel("a");
    manager.evict(JobFilter.all());
    ScriptedBody body = register("a");
    Job running = job(manager, "a");
    assertThat(running.runId()).isNotEqualTo(oldRun);

    old.fail(new IllegalStateException("because of the abort"));
    time.advance(Duration.ofHours(1));
    assertThat(job(manager, "a")).isEqualTo(running);
    assertThat(manager.runningJobs()).containsExactly(running);
    assertThat(manager.cancel("a")).isTrue();
    assertThat(body.context().orElseThrow().cancellation().isCancelled()).isTrue();
  }

  @Test
  @DisplayName("flaw 14: closing waited for ever for a body that ignores cancel (I1)")
  void flaw14() {
    register("a");
    var before = time.now();
    assertThat(manager.close(Duration.ofSeconds(5)).clean()).isFalse();
    assertThat(time.now()).isEqualTo(before.plusSeconds(5));
    assertThat(manager.close(Duration.ZERO).clean()).isFalse();
  }

  @Test
  @DisplayName("flaw 15: closing did not wait for bodies whose jobs were forgotten (I1)")
  void flaw15() {
    ScriptedBody body = register("a");
    manager.cancel("a");
    manager.evict(JobFilter.all());
    assertThat(manager.close(Duration.ofSeconds(5)).clean()).isFalse();
    body.complete("late");
  }

  @Test
  @DisplayName("flaw 20: timers lingered after everything was done (F14, I1)")
  void flaw20() {
    manager.register(
        "task",
        "label",
        DONE,
        options().id("a").timeout(Duration.ofHours(1)).queueTimeout(Duration.ofHours(1)).build());
    manager.register(
        "task", "label", DONE, options().id("b").startAfter(Duration.ofHours(1)).build());
    ScriptedBody body = register("c");
    manager.cancel("c");
    body.complete("late");
    time.runReady();
    manager.close(Duration.ofSeconds(5));
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  @DisplayName("flaw 21: owner \"\" meant everybody (D2)")
  void flaw21() {
    register("a");
    assertThatThrownBy(() -> manager.cancelAll(JobFilter.owner("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options().owner("")).isInstanceOf(IllegalArgumentException.class);
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.RUNNING);

    manager.register("task", "label", ScriptedBody.of(time), options().id("nobody's").build());
    assertThat(manager.cancelAll(JobFilter.unowned())).isEqualTo(1);
    assertThat(ids(manager.runningJobs())).containsExactly("a");
  }

  @Test
  @DisplayName("flaw 22: cancel and register in turn ran any number of bodies (A5)")
  void flaw22() {
    AsyncJobManager one = manager(builder -> builder.maxRunningJobs(2));
    List<ScriptedBody> bodies = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      ScriptedBody body = ScriptedBody.ignoringCancel(time);
      try {
        String id = one.register("task", "label", body);
        time.runReady();
        one.cancel(id);
        bodies.add(body);
      } catch (JobLimitReachedException full) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(18);
    assertThat(bodies).hasSize(2);
  }

  @Test
  @DisplayName("flaw 22: nor does forgetting a cancelled job free the place of its body (A4, A5)")
  void flaw22Forgotten() {
    AsyncJobManager one = manager(builder -> builder.maxRunningJobsPerOwner(1));
    one.register("task", "label", ScriptedBody.ignoringCancel(time), options().owner("me").build());
    time.runReady();
    one.cancelAll(JobFilter.all());
    one.evict(JobFilter.all());
    assertThatThrownBy(() -> one.register("task", "label", DONE, options().owner("me").build()))
        .isInstanceOf(JobLimitReachedException.class);
  }

  @Test
  @DisplayName("flaw 22: a limit that is no number switched it off (L1)")
  void flaw22Limit() {
    for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> manager.setMaxRunningJobs(limit)).hasMessageContaining("at least 1");
    }
    assertThat(manager.maxRunningJobs()).isEqualTo(15);
  }

  @Test
  @DisplayName(
      "flaw 27: recent jobs were sorted by start, oldest first among equals, and limit -1 dropped"
          + " the last (E1)")
  void flaw27() {
    ScriptedBody first = register("first");
    ScriptedBody second = register("second");
    second.complete("text");
    time.runReady();
    first.complete("text");
    time.runReady();
    assertThat(ids(manager.recentJobs())).containsExactly("first", "second");
    assertThatThrownBy(() -> manager.recentJobs(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("flaw 28: register trimmed ids, cancel and job did not (E2)")
  void flaw28() {
    register(" a ");
    assertThat(manager.job(" a")).isPresent();
    assertThat(manager.cancel("a ")).isTrue();
  }

  @Test
  @DisplayName("flaw 31: progress was passed on after end, cancel and close (B2)")
  void flaw31() {
    List<String> heard = new ArrayList<>();
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    ScriptedBody ended = ScriptedBody.of(time);
    manager.register(
        "task",
        "label",
        body,
        options().id("a").onProgress(report -> heard.add(report.text())).build());
    manager.register(
        "task",
        "label",
        ended,
        options().id("b").onProgress(report -> heard.add(report.text())).build());
    time.runReady();
    body.context().orElseThrow().reportProgress("in time");
    ended.complete("text");
    time.runReady();
    ended.context().orElseThrow().reportProgress("after the end");
    manager.cancel("a");
    body.context().orElseThrow().reportProgress("after cancel");
    manager.close(Duration.ZERO);
    body.context().orElseThrow().reportProgress("after close");
    time.runReady();
    assertThat(heard).containsExactly("in time");
    assertThat(listener.words())
        .filteredOn(word -> word.startsWith("progress"))
        .containsExactly("progress a in time");
    assertThat(job(manager, "a").progress().map(Progress::text)).contains("in time");
  }

  @Test
  @DisplayName(
      "flaw 33: a body that threw at once ended before it was registered, and stayed in the table"
          + " (A1)")
  void flaw33() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    Thread[] ranOn = new Thread[1];
    manager.register(
        "task",
        "label",
        context -> {
          ranOn[0] = Thread.currentThread();
          throw new IllegalStateException("at once");
        },
        options().id("a").owner("me").build());
    assertThat(ranOn[0]).as("nothing runs inside register").isNull();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.RUNNING);
    time.runReady();
    assertThat(ranOn[0]).isNotNull().isNotSameAs(Thread.currentThread());
    assertThat(listener.of("a")).containsExactly("registered", "started", "ended", "settled");
    assertThat(manager.recentJobs(1, JobFilter.owner("me"))).hasSize(1);
    assertThat(manager.evict(JobFilter.all())).isEqualTo(1);
    assertThat(manager.allJobs()).isEmpty();
  }

  @Test
  @DisplayName(
      "flaw 34: a body that registered a job got its own id for it, and was overwritten (A1, A2,"
          + " A3)")
  void flaw34() {
    AsyncJobManager two = manager(builder -> builder.maxRunningJobs(2));
    List<String> given = new ArrayList<>();
    List<Optional<Job>> saw = new ArrayList<>();
    boolean[] refused = new boolean[1];
    ScriptedBody inner = ScriptedBody.of(time);
    two.register(
        "task",
        "label",
        context -> {
          given.add(context.jobId());
          given.add(two.register("task", "label", inner));
          saw.add(two.job(context.jobId()));
          try {
            two.register("task", "label", DONE);
          } catch (JobLimitReachedException full) {
            refused[0] = true;
          }
          return DONE.run(context);
        });
    time.runReady();
    assertThat(given).containsExactly("bg_1", "bg_2");
    assertThat(saw.get(0)).map(Job::status).contains(JobStatus.RUNNING);
    assertThat(refused[0]).as("the limit holds for nested registration too").isTrue();
    assertThat(ids(two.runningJobs())).containsExactly("bg_2");
    assertThat(job(two, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("flaw 35: of completion and cancel in one turn the later won (C1)")
  void flaw35() {
    ScriptedBody body = register("a");
    body.complete("text");
    time.runReady();
    assertThat(manager.cancel("a", CancelledBy.PERSON)).isFalse();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.COMPLETED);

    ScriptedBody second = register("b");
    assertThat(manager.cancel("b", CancelledBy.PERSON)).isTrue();
    second.complete("late");
    time.runReady();
    assertThat(job(manager, "b").status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("flaw 36: register looked at every retained job, and at every automatic id (E3)")
  void flaw36() {
    for (String preferred : List.of("", "bg_2")) {
      JobOptions options = options().id(preferred).admission(Admission.QUEUE).build();
      long few = bytesToRegisterBeside(500, options);
      long many = bytesToRegisterBeside(8_000, options);
      assertThat(many).isLessThan(3 * few + 4_096);
    }
  }

  /**
   * The original made a string for every id that it tried, and a list of all jobs to count the
   * running ones.
   */
  private long bytesToRegisterBeside(int retained, JobOptions options) {
    AsyncJobManager one = manager(builder -> builder.maxRunningJobs(1).maxQueuedJobs(8_000));
    one.register("task", "label", ScriptedBody.of(time));
    for (int i = 0; i < retained; i++) {
      one.register("task", "label", DONE, options().admission(Admission.QUEUE).build());
    }
    one.cancelAll(JobFilter.all());
    return LookCostTest.bytes(() -> one.register("task", "label", DONE, options));
  }
}
