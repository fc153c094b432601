package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobListener;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.testkit.RecordingListener;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B2: what the listeners of a manager hear of progress. */
class ProgressManagerListenerTest extends ContractTest {
  private final AsyncJobManager manager = manager();

  @Test
  @DisplayName(
      "B2 the listeners of a manager hear the progress between the start and the end of the job")
  void managersListeners() {
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    manager.register("task", "t", burst(100));
    time.runReady();

    assertThat(listener.words())
        .containsExactly(
            "registered bg_1",
            "started bg_1",
            "progress bg_1 report 1",
            "progress bg_1 report 100",
            "ended bg_1",
            "settled bg_1");
  }

  @Test
  @DisplayName(
      "B2 a listener of the manager that throws or hangs holds up neither job nor other listeners")
  void badManagersListeners() {
    RecordingListener good = new RecordingListener();
    manager.addListener(
        new JobListener() {
          @Override
          public void onProgress(Job job, Progress progress) {
            throw new IllegalStateException("bad listener");
          }
        });
    manager.addListener(
        new JobListener() {
          @Override
          public void onStarted(Job job) {
            try {
              time.sleep(Duration.ofDays(1));
            } catch (InterruptedException never) {
              throw new IllegalStateException(never);
            }
          }
        });
    manager.addListener(good);
    manager.register("task", "t", burst(2));
    time.runReady();

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(good.of("bg_1"))
        .containsExactly("registered", "started", "progress", "progress", "ended", "settled");
  }

  private static JobBody burst(int reports) {
    return context -> {
      for (int i = 1; i <= reports; i++) {
        context.reportProgress("report " + i);
      }
      return JobResult.of("done");
    };
  }
}
