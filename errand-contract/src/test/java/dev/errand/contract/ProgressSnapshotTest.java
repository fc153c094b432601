package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.Progress;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B2: the latest progress stands on the snapshot, on every one. */
class ProgressSnapshotTest extends ContractTest {
  private final AsyncJobManager manager = manager();
  private final ScriptedBody body = ScriptedBody.ignoringCancel(time);

  @Test
  @DisplayName("B2 without a report the snapshot shows no progress")
  void none() {
    started();

    assertThat(job(manager, "bg_1").progress()).isEmpty();
  }

  @Test
  @DisplayName("B2 the latest progress stands on the snapshots of a running job, at once")
  void running() {
    started();
    report("one");
    report("two");

    assertThat(text(job(manager, "bg_1"))).isEqualTo("two");
    assertThat(texts(manager.runningJobs())).containsExactly("two");
    assertThat(texts(manager.allJobs())).containsExactly("two");
  }

  @Test
  @DisplayName("B2 a snapshot does not change when progress does")
  void immutable() {
    started();
    report("one");
    Job before = job(manager, "bg_1");

    report("two");

    assertThat(text(before)).isEqualTo("one");
  }

  @Test
  @DisplayName("B2 details, number and time stand there, too")
  void all() {
    started();
    time.advance(Duration.ofSeconds(2));
    body.context().orElseThrow().reportProgress("half", "{\"percent\":50}");

    Progress progress = job(manager, "bg_1").progress().orElseThrow();
    assertThat(progress.details()).contains("{\"percent\":50}");
    assertThat(progress.number()).isOne();
    assertThat(progress.at()).isEqualTo(time.now());
  }

  @Test
  @DisplayName(
      "B2 the latest progress stays on the snapshots of a completed, failed or timed-out job")
  void ended() {
    started();
    report("of a completed job");
    body.complete("done");
    ScriptedBody failing = ScriptedBody.of(time);
    manager.register("task", "t", failing);
    ScriptedBody late = ScriptedBody.ignoringCancel(time);
    manager.register("task", "t", late, options().timeout(Duration.ofSeconds(1)).build());
    time.runReady();
    failing.context().orElseThrow().reportProgress("of a failed job");
    failing.fail(new IllegalStateException("no"));
    late.context().orElseThrow().reportProgress("of a timed-out job");
    time.advance(Duration.ofSeconds(1));

    List<String> expected = List.of("of a completed job", "of a failed job", "of a timed-out job");
    assertThat(texts(manager.allJobs())).isEqualTo(expected);
    assertThat(texts(manager.recentJobs())).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @DisplayName(
      "B2 the latest progress stands on the snapshots of a cancelled job whose body is still there")
  void cancelledAndStillThere() {
    started();
    report("before the cancel");
    manager.cancel("bg_1");

    assertThat(text(job(manager, "bg_1"))).isEqualTo("before the cancel");
    assertThat(texts(manager.allJobs())).containsExactly("before the cancel");
    time.advance(Duration.ofSeconds(10));
    assertThat(texts(manager.unsettledJobs(JobFilter.all()))).containsExactly("before the cancel");
  }

  @Test
  @DisplayName(
      "B2 the latest progress of a cancelled job whose body is still there stands on what"
          + " recentJobs shows")
  void cancelledAmongTheRecent() {
    started();
    report("before the cancel");
    manager.cancel("bg_1");

    assertThat(texts(manager.recentJobs())).containsExactly("before the cancel");
  }

  @Test
  @DisplayName(
      "B2 the latest progress of a cancelled job whose body is still there stands on what awaitJobs"
          + " returns")
  void cancelledAndAwaited() throws InterruptedException {
    started();
    report("before the cancel");
    manager.cancel("bg_1");

    Awaited awaited = manager.awaitJobs(List.of("bg_1"), AwaitMode.ALL, Duration.ZERO);
    assertThat(texts(awaited.jobs())).containsExactly("before the cancel");
  }

  @Test
  @DisplayName(
      "B2 the latest progress of a cancelled job whose body is still there stands on what listeners"
          + " get")
  void cancelledAndHeard() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    started();
    report("before the cancel");
    manager.cancel("bg_1");
    time.runReady();

    assertThat(listener.heard())
        .filteredOn(heard -> heard.what().equals("ended"))
        .extracting(heard -> text(heard.job()))
        .containsExactly("before the cancel");
  }

  @Test
  @DisplayName(
      "B2 the latest progress stays on the snapshot of a cancelled job whose body has gone")
  void cancelledAndGone() {
    started();
    report("before the cancel");
    manager.cancel("bg_1");
    report("after the cancel");
    body.complete("late");
    time.runReady();

    assertThat(text(job(manager, "bg_1"))).isEqualTo("before the cancel");
    assertThat(texts(manager.recentJobs())).containsExactly("before the cancel");
  }

  private void started() {
    manager.register("task", "t", body);
    time.runReady();
  }

  private void report(String text) {
    body.context().orElseThrow().reportProgress(text);
  }

  private static List<String> texts(List<Job> jobs) {
    return jobs.stream().map(ProgressSnapshotTest::text).toList();
  }

  private static String text(Job job) {
    return job.progress().map(Progress::text).orElse("none");
  }
}
