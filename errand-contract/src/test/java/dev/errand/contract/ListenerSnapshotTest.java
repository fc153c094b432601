package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which snapshot of a job its listeners get. */
class ListenerSnapshotTest extends ContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));
  private final RecordingListener heard = new RecordingListener();

  private ScriptedBody register(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).admission(Admission.QUEUE).build());
    return body;
  }

  @Test
  @DisplayName("C1 listeners get the snapshot of the moment they are told of")
  void snapshots() {
    manager.addListener(heard);
    register("first");
    ScriptedBody body = register("a");
    manager.cancel("first");
    time.advance(Duration.ofSeconds(11)); // the slot of "first" is given up
    body.complete("text");
    time.runReady();
    List<Job> told =
        heard.heard().stream()
            .map(RecordingListener.Heard::job)
            .filter(job -> job.id().equals("a"))
            .toList();
    assertThat(told)
        .extracting(Job::status)
        .containsExactly(
            JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.COMPLETED, JobStatus.COMPLETED);
    assertThat(told.get(1).startedAt()).isPresent();
    assertThat(told.get(3)).isEqualTo(job(manager, "a"));
    assertThat(told.get(3).settledAt()).isPresent();
  }

  @Test
  @DisplayName(
      "B2 the latest progress stands on the snapshot that listeners get of the end, however it"
          + " ended")
  void progressOnTheEnd() {
    manager.addListener(heard);
    for (String id : List.of("returns", "cancelled", "timed out")) {
      ScriptedBody body = ScriptedBody.of(time);
      manager.register(
          "task", "label", body, options().id(id).timeout(Duration.ofSeconds(5)).build());
      time.runReady();
      body.context().orElseThrow().reportProgress("half");
      if (id.equals("returns")) {
        body.complete("text");
      } else if (id.equals("cancelled")) {
        manager.cancel(id);
      } else {
        time.advance(Duration.ofSeconds(5));
      }
      time.runReady();
    }
    assertThat(heard.heard())
        .filteredOn(one -> one.what().equals("ended") || one.what().equals("settled"))
        .hasSize(6)
        .allSatisfy(one -> assertThat(one.job().progress()).as(one.toString()).isPresent());
  }

  @Test
  @DisplayName("B2 progress after the end is not told to listeners")
  void noProgressAfterTheEnd() {
    manager.addListener(heard);
    ScriptedBody body = register("a");
    time.runReady();
    manager.cancel("a");
    body.context().orElseThrow().reportProgress("too late");
    body.complete("late");
    time.runReady();
    assertThat(heard.of("a")).containsExactly("registered", "started", "ended", "settled");
  }
}
