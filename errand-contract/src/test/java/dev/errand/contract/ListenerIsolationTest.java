package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.spi.TimeAndThreads.Latch;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * B2 for all that a listener may do wrong: it reaches neither the manager, nor a body, nor another
 * listener.
 */
class ListenerIsolationTest extends ContractTest {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final AsyncJobManager manager =
      manager(builder -> builder.maxQueuedJobs(Integer.MAX_VALUE));
  private final RecordingListener good = new RecordingListener();
  @RegisterExtension final CaughtLog log = new CaughtLog();
  private final List<LogRecord> logged = log.records();

  /** Calls this at everything it hears. */
  static JobListener doing(Runnable what) {
    return new JobListener() {
      @Override
      public void onRegistered(Job job) {
        what.run();
      }

      @Override
      public void onStarted(Job job) {
        what.run();
      }

      @Override
      public void onProgress(Job job, Progress progress) {
        what.run();
      }

      @Override
      public void onEnded(Job job) {
        what.run();
      }

      @Override
      public void onSettled(Job job) {
        what.run();
      }
    };
  }

  private void runOneJob() {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body, options().id("a").build());
    time.runReady();
    body.context().orElseThrow().reportProgress("half");
    time.runReady();
    body.complete("text");
    time.runReady();
  }

  private void assertAllWentWell() {
    assertThat(good.words())
        .containsExactly("registered a", "started a", "progress a half", "ended a", "settled a");
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job(manager, "a").settledAt()).contains(time.now());
  }

  @Test
  @DisplayName("B2 a listener that throws is logged and called again; nobody else notices")
  void throwing() {
    int[] calls = new int[1];
    RuntimeException failure = new IllegalStateException("bad listener");
    manager.addListener(
        doing(() -> {
          calls[0]++;
          throw failure;
        }));
    manager.addListener(good);
    runOneJob();
    assertAllWentWell();
    assertThat(calls[0]).isEqualTo(5);
    assertThat(logged)
        .hasSize(5)
        .allSatisfy(record -> assertThat(record.getThrown()).isSameAs(failure));
  }

  @Test
  @DisplayName("B2 a listener that throws an Error is no worse")
  void throwingError() {
    manager.addListener(
        doing(() -> {
          throw new LinkageError("bad listener");
        }));
    manager.addListener(good);
    runOneJob();
    assertAllWentWell();
    assertThat(logged).hasSize(5);
  }

  @Test
  @DisplayName(
      "B2 a listener that throws even when it is to be named in the log is called again all the"
          + " same")
  void throwingInItsName() {
    int[] calls = new int[1];
    JobListener nameless =
        new JobListener() {
          @Override
          public void onEnded(Job job) {
            calls[0]++;
            throw new IllegalStateException("bad listener");
          }

          @Override
          public String toString() {
            throw new IllegalStateException("bad name");
          }
        };
    manager.addListener(nameless);
    manager.addListener(good);
    runOneJob();
    assertAllWentWell();
    manager.register("task", "label", DONE);
    time.runReady();
    assertThat(calls[0]).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "B2 a listener that is slow or never returns holds up neither the manager nor another"
          + " listener")
  void slow() {
    Latch latch = time.latch();
    manager.addListener(
        doing(() -> {
          try {
            latch.await(FOR_EVER);
          } catch (InterruptedException never) {
            throw new AssertionError(never);
          }
        }));
    manager.addListener(good);
    runOneJob();
    assertAllWentWell();
  }

  @Test
  @DisplayName("B2 a slow listener hears everything in the end, one call at a time")
  void slowHearsAll() {
    int[] inside = new int[1];
    RecordingListener slow = new RecordingListener();
    Latch latch = time.latch();
    manager.addListener(
        doing(() -> {
          assertThat(++inside[0]).isEqualTo(1);
          try {
            latch.await(FOR_EVER);
          } catch (InterruptedException never) {
            throw new AssertionError(never);
          }
          inside[0]--;
        }));
    manager.addListener(slow);
    runOneJob();
    latch.open();
    time.runReady();
    assertThat(slow.heard()).hasSize(5);
    assertThat(inside[0]).isZero();
    assertThat(logged).isEmpty();
  }
}
