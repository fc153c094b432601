package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.CloseMode;
import dev.errand.CloseReport;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.JobStore;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract I1: what becomes of unfinished work, {@code CANCEL} and {@code HAND_BACK}. */
class CloseModeTest extends ContractTest {
  /** A new manager looks at what its store holds from before, in good time. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final JobStore store = new MemoryStore(time);
  private final List<String> worked = new ArrayList<>();

  /** A manager with one slot that can run "h". */
  private AsyncJobManager worker(JobStore on, RecordingSink sink) {
    return manager(builder ->
        builder
            .sharedStore(on)
            .maxRunningJobs(1)
            .onJobComplete(sink)
            .handler(
                "h",
                (payload, context) -> {
                  worked.add(payload + ", attempt " + context.epoch());
                  if (payload.equals("long")) {
                    time.sleep(Duration.ofHours(1));
                  }
                  return JobResult.of("did " + payload);
                }));
  }

  private AsyncJobManager worker() {
    return worker(store, RecordingSink.of(time));
  }

  private static JobOptions queue(String id) {
    return options().id(id).admission(Admission.QUEUE).build();
  }

  /** One run of a handler is running; one of a handler and one closure are queued. */
  private void fill(AsyncJobManager manager) {
    manager.register("task", "label", HandlerCall.of("h", "long"), queue("running"));
    manager.register("task", "label", HandlerCall.of("h", "short"), queue("queued"));
    manager.register("task", "label", DONE, queue("closure"));
    time.runReady();
  }

  private static Optional<CancelledBy> cancelledBy(Job job) {
    return job.end().orElseThrow().cancelledBy();
  }

  @Test
  @DisplayName("I1 in memory everything is cancelled, if nothing else is said")
  void cancelsInMemory() {
    AsyncJobManager manager = worker();
    fill(manager);
    assertThat(manager.close(Duration.ofSeconds(3)).clean()).isTrue();
    assertThat(manager.allJobs())
        .hasSize(3)
        .allMatch(job -> cancelledBy(job).equals(Optional.of(CancelledBy.SHUTDOWN)));
  }

  @Test
  @DisplayName("I1 HAND_BACK leaves queued runs of handlers to others, and cancels the rest")
  void handsBack() {
    AsyncJobManager manager = worker();
    fill(manager);
    CloseReport report = manager.close(Duration.ofSeconds(3), CloseMode.HAND_BACK);
    assertThat(report.clean()).isTrue();
    assertThat(job(manager, "queued").status()).isEqualTo(JobStatus.QUEUED);
    for (String id : List.of("running", "closure")) {
      assertThat(job(manager, id).status()).isEqualTo(JobStatus.CANCELLED);
      assertThat(cancelledBy(job(manager, id))).contains(CancelledBy.SHUTDOWN);
    }
    time.advance(Duration.ofHours(2));
    assertThat(worked).as("the closed manager starts nothing").containsExactly("long, attempt 1");
  }

  @Test
  @DisplayName(
      "I1 what was handed back is run by the next manager, no attempt spent, and delivered")
  void nextManagerRuns() {
    AsyncJobManager first = worker();
    fill(first);
    String runId = job(first, "queued").runId();
    first.close(Duration.ofSeconds(3), CloseMode.HAND_BACK);
    assertThat(job(first, "queued").epoch()).isZero();

    RecordingSink sink = RecordingSink.of(time);
    AsyncJobManager second = worker(store, sink);
    time.advance(SOON);
    assertThat(worked).containsExactly("long, attempt 1", "short, attempt 1");
    assertThat(job(second, "queued").runId()).isEqualTo(runId);
    assertThat(sink.jobIds()).containsExactly("queued");
    assertThat(sink.lastCall().delivery().text()).isEqualTo("did short");
  }

  @Test
  @DisplayName("I1 what was handed back keeps its start time and its patience")
  void keepsItsTimes() {
    AsyncJobManager first = worker();
    HandlerCall call = HandlerCall.of("h", "short");
    first.register(
        "task", "label", call, options().id("later").startAfter(Duration.ofHours(1)).build());
    first.register(
        "task",
        "label",
        call,
        options()
            .id("impatient")
            .startAfter(Duration.ofHours(3))
            .queueTimeout(Duration.ofHours(2))
            .build());
    first.close(Duration.ZERO, CloseMode.HAND_BACK);
    time.advance(Duration.ofMinutes(30));

    AsyncJobManager second = worker();
    time.advance(Duration.ofMinutes(30).minusNanos(1));
    assertThat(worked).isEmpty();
    time.advance(Duration.ofNanos(1));
    assertThat(worked).hasSize(1);
    time.advance(Duration.ofHours(1));
    assertThat(job(second, "impatient").status()).isEqualTo(JobStatus.FAILED);
    assertThat(worked).hasSize(1);
  }

  @Test
  @DisplayName("I1 a queued run can be handed back to a manager that is there already")
  void otherManagerIsThere() {
    AsyncJobManager first = worker();
    fill(first);
    AsyncJobManager second = worker();
    time.advance(SOON);
    assertThat(worked).as("taken at once by the second").contains("short, attempt 1");
    first.close(Duration.ZERO, CloseMode.HAND_BACK);
    assertThat(job(second, "queued").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("I1 close ends what is this manager's, in either mode, and nobody else's")
  void onlyItsOwn() {
    for (CloseMode mode : CloseMode.values()) {
      AsyncJobManager first = manager(builder -> builder.sharedStore(store));
      AsyncJobManager second = manager(builder -> builder.sharedStore(store));
      String mine = first.register("task", "label", ScriptedBody.of(time));
      String others = second.register("task", "label", ScriptedBody.of(time));
      time.runReady();
      assertThat(first.close(Duration.ofSeconds(3), mode).unsettled()).isEmpty();
      assertThat(job(second, mine).status()).isEqualTo(JobStatus.CANCELLED);
      assertThat(job(second, others).status()).isEqualTo(JobStatus.RUNNING);
    }
  }

  @Test
  @DisplayName("I1 on a durable store work is handed back, if nothing else is said")
  void handsBackOnDurableStores() {
    AsyncJobManager manager = worker(durable(), RecordingSink.of(time));
    fill(manager);
    manager.close(Duration.ofSeconds(3));
    assertThat(job(manager, "queued").status()).isEqualTo(JobStatus.QUEUED);

    AsyncJobManager other = worker(durable(), RecordingSink.of(time));
    other.setMaxRunningJobs(1);
    time.runReady();
    other.register("task", "label", HandlerCall.of("h", "long"), queue("again"));
    other.register("task", "label", HandlerCall.of("h", "short"), queue("last"));
    time.runReady();
    other.close(Duration.ofSeconds(3), CloseMode.CANCEL);
    assertThat(job(other, "last").status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("I1 the mode must be said, if one is given")
  @SuppressWarnings("NullAway")
  void noMode() {
    AsyncJobManager manager = worker();
    assertThatThrownBy(() -> manager.close(Duration.ZERO, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mode");
    assertThat(manager.register("task", "label", DONE)).isNotBlank();
  }

  /** The same store, which says that it outlives the process. */
  private JobStore durable() {
    return (JobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isDurable")) {
                return true;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
