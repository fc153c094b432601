package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.spi.TimeAndThreads.Latch;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How far a listener may lag behind. */
class ListenerBacklogTest extends ContractTest {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final AsyncJobManager manager =
      manager(builder -> builder.maxQueuedJobs(Integer.MAX_VALUE));
  @RegisterExtension final CaughtLog log = new CaughtLog();
  private final List<LogRecord> logged = log.records();

  @Test
  @DisplayName(
      "B2 a listener that never returns lags by a bounded number of events, then loses the newest,"
          + " which is logged")
  void backlog() {
    Latch latch = time.latch();
    int[] calls = new int[1];
    manager.addListener(
        ListenerIsolationTest.doing(() -> {
          calls[0]++;
          try {
            latch.await(FOR_EVER);
          } catch (InterruptedException never) {
            throw new AssertionError(never);
          }
        }));
    manager.setMaxRunningJobs(1);
    manager.register("task", "label", ScriptedBody.of(time));
    time.runReady();
    JobOptions queue = options().admission(Admission.QUEUE).build();
    for (int i = 0;
        i < JobListener.BACKLOG / 3 + 10;
        i++) { // each is registered, ended and settled
      manager.cancel(manager.register("task", "label", DONE, queue));
    }
    assertThat(logged).as("the loss").hasSize(1);
    latch.open();
    time.runReady();
    assertThat(calls[0]).isBetween(JobListener.BACKLOG, JobListener.BACKLOG + 1);
    manager.cancelAll(JobFilter.all());
    time.runReady();
    assertThat(calls[0])
        .as("it hears again")
        .isBetween(JobListener.BACKLOG + 2, JobListener.BACKLOG + 3);
  }
}
