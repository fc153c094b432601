package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal.Reason;
import dev.errand.CancelledBy;
import dev.errand.CloseReport;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobContext;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.Recovery;
import dev.errand.spi.Step;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Contract I1: running work that others can run again is handed back when its manager is closed.
 */
class HandBackTest extends ContractTest {
  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

  @RegisterExtension private final CaughtLog log = new CaughtLog();

  private final TroubledStore store = new TroubledStore(time);
  private final RecordingSink sink = RecordingSink.of(time);
  private final List<ScriptedBody> bodies = new ArrayList<>();
  private boolean stubborn;

  private AsyncJobManager worker() {
    return manager(builder ->
        builder
            .sharedStore(store)
            .maxRunningJobs(1)
            .onJobComplete(sink)
            .handler("once", (payload, context) -> newBody().run(context))
            .handler("again", (payload, context) -> newBody().run(context), Recovery.RERUN));
  }

  private ScriptedBody newBody() {
    ScriptedBody body = stubborn ? ScriptedBody.ignoringCancel(time) : ScriptedBody.of(time);
    bodies.add(body);
    return body;
  }

  private static JobOptions queued(String id) {
    return options().id(id).owner("me").admission(Admission.QUEUE).build();
  }

  private AsyncJobManager running(String handler) {
    AsyncJobManager manager = worker();
    manager.register("task", "label", HandlerCall.of(handler, ""), queued("x"));
    time.runReady();
    return manager;
  }

  @Test
  @DisplayName("I1 a running job that can be run again is stopped and handed back, no rerun spent")
  void handedBack() {
    AsyncJobManager first = running("again");
    CloseReport report = first.close(THREE_SECONDS);
    assertThat(report.clean()).isTrue();
    assertThat(bodies.get(0).wasInterrupted()).isTrue();
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job(first, "x").epoch()).isEqualTo(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(bodies).as("the closed manager does not take it again").hasSize(1);

    AsyncJobManager second = worker();
    time.advance(Duration.ofSeconds(1));
    assertThat(job(second, "x").epoch()).isEqualTo(2);
    bodies.get(1).complete("done");
    time.runReady();
    assertThat(sink.lastCall().delivery().text()).isEqualTo("done");
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("I1 the body is told that shutdown hands it back")
  void reason() {
    AsyncJobManager first = running("again");
    JobContext context = bodies.get(0).context().orElseThrow();
    first.close(THREE_SECONDS);
    Reason reason = context.cancellation().reason().orElseThrow();
    assertThat(reason.end()).isEqualTo(EndReason.CANCELLED);
    assertThat(reason.by()).contains(CancelledBy.SHUTDOWN);
    assertThat(reason.description()).isEqualTo("Handed back at shutdown, to be run again");
  }

  @Test
  @DisplayName("I1 a manager that is there already takes what was handed back")
  void otherManagerTakesIt() {
    AsyncJobManager first = running("again");
    AsyncJobManager second = worker();
    first.close(THREE_SECONDS);
    time.runReady();
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(second, "x").epoch()).isEqualTo(2);
    assertThat(bodies.get(1).context().orElseThrow().cancellation().isCancelled()).isFalse();
  }

  @Test
  @DisplayName("I1 a body that returns all the same has done its work")
  void returns() {
    stubborn = true;
    AsyncJobManager first = running("again");
    time.schedule(Duration.ofSeconds(1), () -> bodies.get(0).complete("in time"));
    assertThat(first.close(THREE_SECONDS).clean()).isTrue();
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(sink.lastCall().delivery().text()).isEqualTo("in time");
  }

  @Test
  @DisplayName(
      "I1 a body that does not stop stays running in the store; the next start runs it again")
  void doesNotStop() {
    stubborn = true;
    AsyncJobManager first = running("again");
    CloseReport report = first.close(THREE_SECONDS);
    assertThat(report.unsettled()).extracting(Job::id).containsExactly("x");
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.RUNNING);

    stubborn = false;
    store.died(job(first, "x").runId());
    AsyncJobManager second = worker();
    time.runReady();
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(second, "x").epoch()).isEqualTo(2);
  }

  @Test
  @DisplayName("I1 what is cancelled while it is being handed back is cancelled")
  void cancelledMeanwhile() {
    stubborn = true;
    AsyncJobManager first = running("again");
    time.schedule(Duration.ofSeconds(1), () -> first.cancel("x"));
    time.schedule(Duration.ofSeconds(2), () -> bodies.get(0).fail(new Exception("stopped")));
    assertThat(first.close(THREE_SECONDS).unsettled()).isEmpty();
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(first, "x").lateText()).contains("stopped");
  }

  @Test
  @DisplayName(
      "I1 closures, and handlers that are lost with their worker, are cancelled by shutdown")
  void cancelled() {
    AsyncJobManager first = running("once");
    first.register("task", "label", DONE, queued("closure"));
    assertThat(first.close(THREE_SECONDS).clean()).isTrue();
    for (String id : List.of("x", "closure")) {
      assertThat(job(first, id).status()).isEqualTo(JobStatus.CANCELLED);
      assertThat(job(first, id).end().orElseThrow().cancelledBy()).contains(CancelledBy.SHUTDOWN);
    }
    assertThat(sink.jobIds()).containsExactlyInAnyOrder("x", "closure");
  }

  @Test
  @DisplayName(
      "I1 a job that was cancelled at close and stops later is delivered at the next start")
  void deliveredAtNextStart() {
    stubborn = true;
    AsyncJobManager first = running("once");
    first.close(THREE_SECONDS);
    assertThat(sink.calls()).isEmpty();
    bodies.get(0).fail(new Exception("at last"));
    time.runReady();
    assertThat(job(first, "x").delivery().status()).isEqualTo(DeliveryStatus.WAITING);
    worker();
    time.runReady();
    assertThat(sink.lastCall().delivery().text()).isEqualTo("Cancelled by shutdown");
  }

  @Test
  @DisplayName("I1 a hand-back that the store cannot take is tried again")
  void storeFails() {
    AsyncJobManager first = running("again");
    store.fail(Step.Requeue.class::isInstance);
    time.schedule(Duration.ofMillis(500), () -> store.fail(step -> false));
    assertThat(first.close(THREE_SECONDS).clean()).isTrue();
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("I1 a claim that comes through after close began is handed back, too")
  void claimedMeanwhile() {
    AsyncJobManager first = worker();
    store.delay(Step.Claim.class::isInstance);
    first.register(
        "task",
        "label",
        HandlerCall.of("again", ""),
        options().id("x").startAfter(Duration.ofSeconds(1)).build());
    time.advance(Duration.ofSeconds(1));
    first.close(Duration.ZERO);
    store.catchUp();
    time.runReady();
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job(first, "x").epoch()).as("it had been claimed").isEqualTo(1);
    assertThat(bodies).isEmpty();
  }
}
