package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.Recovery;
import dev.errand.spi.Step;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract K3: what the users of a shared store hear of each other's progress, and how often. */
class SharedProgressTest extends ContractTest {
  private final TroubledStore store = new TroubledStore(time).share();
  private final AsyncJobManager manager = manager(builder -> builder.sharedStore(store));
  private final ScriptedBody body = ScriptedBody.of(time);

  private void started() {
    manager.register("task", "t", body);
    time.runReady();
  }

  private void report(String text) {
    body.context().orElseThrow().reportProgress(text);
  }

  /** What the store was told. */
  private List<String> told() {
    return store.steps.stream()
        .filter(Step.Report.class::isInstance)
        .map(step -> ((Step.Report) step).progress().text())
        .toList();
  }

  @Test
  @DisplayName("K3 the first report goes out at once, then the latest of each second")
  void coalesced() {
    started();
    for (int i = 1; i <= 100; i++) {
      report("burst " + i);
    }
    assertThat(told()).containsExactly("burst 1");
    time.advance(Duration.ofMillis(999));
    report("late in the second");
    assertThat(told()).containsExactly("burst 1");
    time.advance(Duration.ofMillis(1));
    assertThat(told()).containsExactly("burst 1", "late in the second");
    time.advance(Duration.ofMillis(500));
    report("again");
    time.advance(Duration.ofMillis(500));
    assertThat(told()).containsExactly("burst 1", "late in the second", "again");
  }

  @Test
  @DisplayName("K3 after a silence a report goes out at once, and the silence costs nothing")
  void silence() {
    started();
    report("one");
    time.advance(Duration.ofSeconds(30));
    assertThat(told()).containsExactly("one");
    report("two");
    assertThat(told()).containsExactly("one", "two");
  }

  @Test
  @DisplayName("K3 nothing goes out after the end, which brings the last report")
  void end() {
    started();
    report("one");
    report("two");
    body.complete("done");
    time.advance(Duration.ofSeconds(5));
    assertThat(told()).containsExactly("one");
    assertThat(job(manager, "bg_1").progress().orElseThrow().text()).isEqualTo("two");
  }

  @Test
  @DisplayName("K3 nothing goes out of a job that was cancelled, although its body goes on")
  void cancelled() {
    ScriptedBody stubborn = ScriptedBody.ignoringCancel(time);
    manager.register("task", "t", stubborn);
    time.runReady();
    stubborn.context().orElseThrow().reportProgress("one");
    stubborn.context().orElseThrow().reportProgress("two");
    manager.cancel("bg_1");
    time.advance(Duration.ofSeconds(5));
    assertThat(told()).containsExactly("one");
  }

  @Test
  @DisplayName("K3 a store that fails does not trouble the body, and is told the latest later")
  void fails() {
    started();
    store.fail(Step.Report.class::isInstance);
    report("one");
    report("two");
    time.advance(Duration.ofSeconds(1));
    store.fail(step -> false);
    time.advance(Duration.ofSeconds(1));
    assertThat(told()).containsExactly("one", "two", "two");
    body.complete("done");
    time.runReady();
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("K3 whoever registered a job hears what its body says elsewhere, and nothing twice")
  void heardElsewhere() {
    List<String> heard = new ArrayList<>();
    ScriptedBody blocker = ScriptedBody.of(time);
    AsyncJobManager registrar =
        manager(builder ->
            builder
                .sharedStore(store)
                .maxRunningJobs(1)
                .handler("work", (payload, context) -> JobResult.empty(), Recovery.RERUN));
    registrar.register("task", "takes the only slot", blocker);
    AsyncJobManager other =
        manager(builder ->
            builder
                .sharedStore(store)
                .handler("work", (payload, context) -> body.run(context), Recovery.RERUN));
    time.runReady();
    registrar.register(
        "task",
        "t",
        HandlerCall.of("work", ""),
        options()
            .id("job")
            .admission(Admission.QUEUE)
            .onProgress((Progress progress) -> heard.add(progress.text()))
            .build());
    time.runReady();

    report("one");
    time.runReady();
    assertThat(heard).containsExactly("one");
    assertThat(job(registrar, "job").progress().orElseThrow().text()).isEqualTo("one");
    report("two");
    report("three");
    time.advance(Duration.ofSeconds(1));
    assertThat(heard).containsExactly("one", "three");
    report("four");
    body.complete("done");
    time.runReady();
    assertThat(heard).containsExactly("one", "three", "four");
    assertThat(job(registrar, "job").progress()).isEqualTo(job(other, "job").progress());
  }

  @Test
  @DisplayName("K3 a store of one process is not told: the progress lives with the body")
  void notShared() {
    TroubledStore own = new TroubledStore(time);
    manager(builder -> builder.sharedStore(own)).register("task", "t", body);
    time.runReady();
    report("one");
    assertThat(own.steps).noneMatch(Step.Report.class::isInstance);
  }
}
