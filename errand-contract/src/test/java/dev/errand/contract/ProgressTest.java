package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobContext;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B2: who hears the progress of a body, and when not. */
class ProgressTest extends ContractTest {
  private final AsyncJobManager manager = manager();
  private final List<Progress> heard = new ArrayList<>();

  @Test
  @DisplayName("B2 the listener of the job hears text, details, number and time of each report")
  void hearsAll() {
    manager.register(
        "task",
        "t",
        context -> {
          context.reportProgress("starting");
          time.sleep(Duration.ofSeconds(3));
          context.reportProgress("half", "{\"percent\":50}");
          return JobResult.empty();
        },
        options().onProgress(heard::add).build());
    time.advance(Duration.ofSeconds(3));

    assertThat(heard).extracting(Progress::text).containsExactly("starting", "half");
    assertThat(heard).extracting(Progress::number).containsExactly(1L, 2L);
    assertThat(heard.get(0).details()).isEmpty();
    assertThat(heard.get(1).details()).contains("{\"percent\":50}");
    assertThat(heard.get(1).at()).isEqualTo(heard.get(0).at().plusSeconds(3));
  }

  @Test
  @DisplayName("B2 a report does not call the listener on the body's thread")
  void notOnTheBodysThread() {
    List<Thread> threads = new ArrayList<>();
    ScriptedBody body = ScriptedBody.of(time);
    manager.register(
        "task",
        "t",
        body,
        options().onProgress(report -> threads.add(Thread.currentThread())).build());
    time.runReady();

    body.context().orElseThrow().reportProgress("from here");
    assertThat(threads).isEmpty();
    time.runReady();

    assertThat(threads)
        .singleElement()
        .isNotIn(body.thread().orElseThrow(), Thread.currentThread());
  }

  @Test
  @DisplayName("B2 a body may report with nobody listening")
  void nobodyListens() {
    manager.register("task", "t", burst(5));
    time.runReady();

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("B2 bursts are coalesced, but the first and the last report arrive")
  void coalesced() {
    manager.register("task", "t", burst(10_000), options().onProgress(heard::add).build());
    time.runReady();

    assertThat(heard).extracting(Progress::number).containsExactly(1L, 10_000L);
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("B2 a single report is the first and the last: it arrives once")
  void single() {
    manager.register("task", "t", burst(1), options().onProgress(heard::add).build());
    time.runReady();

    assertThat(heard).hasSize(1);
  }

  @Test
  @DisplayName(
      "B2 a listener that throws is skipped: it hears the next report, and the body does not fail")
  void throwingListener() {
    for (Throwable bad :
        List.of(new Exception("checked"), new RuntimeException("not"), new LinkageError("worse"))) {
      heard.clear();
      ScriptedBody body = ScriptedBody.of(time);
      String id =
          manager.register(
              "task",
              "t",
              body,
              options()
                  .onProgress(report -> {
                    heard.add(report);
                    sneakily(bad);
                  })
                  .build());
      time.runReady();
      JobContext context = body.context().orElseThrow();
      context.reportProgress("one");
      time.runReady();
      context.reportProgress("two");
      time.runReady();
      body.complete("done");
      time.runReady();

      assertThat(heard).extracting(Progress::text).containsExactly("one", "two");
      assertThat(job(manager, id).end().orElseThrow().text()).isEqualTo("done");
    }
  }

  @Test
  @DisplayName("B2 progress after the end is ignored")
  void afterTheEnd() {
    ScriptedBody body = ScriptedBody.of(time);
    RecordingListener listener = new RecordingListener();
    manager.addListener(listener);
    manager.register("task", "t", body, options().onProgress(heard::add).build());
    time.runReady();
    body.complete("done");
    time.runReady();

    body.context().orElseThrow().reportProgress("too late");
    time.runReady();

    assertThat(heard).isEmpty();
    assertThat(listener.of("bg_1")).doesNotContain("progress");
    assertThat(job(manager, "bg_1").progress()).isEmpty();
  }

  @Test
  @DisplayName("B2 progress after a cancel or a timeout is ignored, though the body be there still")
  void afterCancelOrTimeout() {
    ScriptedBody cancelled = ScriptedBody.ignoringCancel(time);
    ScriptedBody timedOut = ScriptedBody.ignoringCancel(time);
    manager.register("task", "t", cancelled, options().onProgress(heard::add).build());
    manager.register(
        "task",
        "t",
        timedOut,
        options().onProgress(heard::add).timeout(Duration.ofSeconds(1)).build());
    time.advance(Duration.ofSeconds(1));
    manager.cancel("bg_1");

    cancelled.context().orElseThrow().reportProgress("too late");
    timedOut.context().orElseThrow().reportProgress("too late");
    time.runReady();

    assertThat(heard).isEmpty();
    assertThat(job(manager, "bg_1").progress()).isEmpty();
    assertThat(job(manager, "bg_2").progress()).isEmpty();
  }

  private static JobBody burst(int reports) {
    return context -> {
      for (int i = 1; i <= reports; i++) {
        context.reportProgress("report " + i);
      }
      return JobResult.of("done");
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneakily(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
