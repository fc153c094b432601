package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal.Reason;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobContext;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.Recovery;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract J2 and I1 for work that outlives its worker: {@link Recovery#ADOPT}. */
class AdoptionTest extends ContractTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TroubledStore store = new TroubledStore(time);
  private final RecordingSink sink = RecordingSink.of(time);
  private final List<ScriptedBody> bodies = new ArrayList<>();
  private final List<String> runIds = new ArrayList<>();

  private AsyncJobManager manager(int slots) {
    return manager(builder ->
        builder
            .sharedStore(store)
            .onJobComplete(sink)
            .maxRunningJobs(slots)
            .handler(
                "process",
                (payload, context) -> {
                  runIds.add(context.runId() + " " + payload);
                  return newBody().run(context);
                },
                Recovery.ADOPT));
  }

  private ScriptedBody newBody() {
    ScriptedBody body = ScriptedBody.of(time);
    bodies.add(body);
    return body;
  }

  private ScriptedBody lastBody() {
    return bodies.get(bodies.size() - 1);
  }

  private JobContext lastContext() {
    return lastBody().context().orElseThrow();
  }

  private AsyncJobManager running(String id) {
    AsyncJobManager manager = manager(3);
    call(manager, id);
    time.runReady();
    return manager;
  }

  private static void call(AsyncJobManager manager, String id) {
    manager.register(
        "bash",
        "label",
        HandlerCall.of("process", "sleep"),
        options().id(id).owner("me").admission(Admission.QUEUE).timeout(MINUTE).build());
  }

  private AsyncJobManager restart(AsyncJobManager died, int slots) {
    time.runReady();
    died.allJobs().stream().map(Job::runId).limit(1).forEach(store::died);
    AsyncJobManager next = manager(slots);
    time.runReady();
    return next;
  }

  @Test
  @DisplayName("J2 work that outlives its worker goes on: never queued, same run, next epoch")
  void goesOn() {
    AsyncJobManager first = running("x");
    Job before = job(first, "x");
    time.advance(SECOND);
    AsyncJobManager second = restart(first, 3);
    Job after = job(second, "x");
    assertThat(after.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(after.runId()).isEqualTo(before.runId());
    assertThat(after.epoch()).isEqualTo(2);
    assertThat(after.startedAt()).isEqualTo(before.startedAt());
    assertThat(runIds).containsExactly(before.runId() + " sleep", before.runId() + " sleep");
    lastBody().complete("done");
    time.runReady();
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(sink.calls()).hasSize(1);
    assertThat(sink.lastCall().delivery().text()).isEqualTo("done");
  }

  @Test
  @DisplayName("K1 the worker that had it cannot end what was adopted")
  void fenced() {
    AsyncJobManager first = running("x");
    AsyncJobManager second = restart(first, 3);
    bodies.get(0).complete("from the dead");
    time.runReady();
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A3 what was adopted counts as running, beyond the limit too, until it has ended")
  void countsAsRunning() {
    AsyncJobManager first = running("x");
    call(first, "y");
    time.runReady();
    AsyncJobManager second = restart(first, 1);
    assertThat(second.runningJobs()).hasSize(2);
    call(second, "z");
    time.runReady();
    assertThat(job(second, "z").status()).isEqualTo(JobStatus.QUEUED);
    bodies.get(2).complete("");
    time.runReady();
    assertThat(job(second, "z").status()).as("one adopted job is left").isEqualTo(JobStatus.QUEUED);
    bodies.get(3).complete("");
    time.runReady();
    assertThat(job(second, "z").status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @DisplayName("A7 the timeout of an adopted run counts from its start, not from the adoption")
  void timeoutGoesOn() {
    AsyncJobManager first = running("x");
    time.advance(MINUTE.minus(SECOND));
    AsyncJobManager second = restart(first, 3);
    time.advance(SECOND.minusMillis(1));
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.RUNNING);
    time.advance(Duration.ofMillis(1));
    assertThat(job(second, "x").end().map(JobEnd::reason)).contains(EndReason.TIMED_OUT);
    assertThat(lastContext().cancellation().isCancelled()).isTrue();
  }

  @Test
  @DisplayName("J2 a run that was cancelled and had not settled is handed on, to be ended for good")
  void cancelledBefore() {
    AsyncJobManager first =
        manager(builder ->
            builder
                .sharedStore(store)
                .handler(
                    "process",
                    (payload, context) -> {
                      ScriptedBody body = ScriptedBody.ignoringCancel(time);
                      bodies.add(body);
                      return body.run(context);
                    },
                    Recovery.ADOPT));
    call(first, "x");
    time.runReady();
    first.cancel("x", CancelledBy.PERSON);
    AsyncJobManager second = restart(first, 3);
    assertThat(bodies).as("the handler is called although the run has ended").hasSize(2);
    Reason reason = lastContext().cancellation().reason().orElseThrow();
    assertThat(reason.by()).contains(CancelledBy.PERSON);
    assertThat(reason.handsOver()).isFalse();
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(second, "x").settledAt()).as("its body has stopped").isPresent();
    assertThat(sink.jobIds()).containsExactly("x");
  }

  @Test
  @DisplayName("J2 what waits in the queue waits on; a manager without the handler loses what ran")
  void withoutHandler() {
    AsyncJobManager first = manager(1);
    call(first, "x");
    call(first, "queued");
    time.runReady();
    store.died(job(first, "x").runId());
    AsyncJobManager second = manager(builder -> builder.sharedStore(store).onJobComplete(sink));
    time.runReady();
    assertThat(job(second, "x").end().map(JobEnd::reason)).contains(EndReason.LOST);
    assertThat(job(second, "queued").status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName(
      "I1 a manager that hands back leaves it running and tells the body to leave it alone")
  void leftAtClose() {
    AsyncJobManager first = running("x");
    JobContext context = lastContext();
    assertThat(first.close(SECOND).clean()).isTrue();
    assertThat(context.cancellation().reason().map(Reason::handsOver)).contains(true);
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(sink.calls()).isEmpty();
    AsyncJobManager second = restart(first, 3);
    assertThat(job(second, "x").epoch()).isEqualTo(2);
    lastBody().complete("done");
    time.runReady();
    assertThat(sink.lastCall().delivery().text()).isEqualTo("done");
  }

  @Test
  @DisplayName("I1 what ends by itself while it is to be left is recorded")
  void endsAtClose() {
    AsyncJobManager first =
        manager(builder ->
            builder
                .sharedStore(store)
                .onJobComplete(sink)
                .handler(
                    "process",
                    (payload, context) -> {
                      ScriptedBody body = ScriptedBody.ignoringCancel(time);
                      bodies.add(body);
                      context.cancellation().onCancel(() -> body.complete("just done"));
                      return body.run(context);
                    },
                    Recovery.ADOPT));
    call(first, "x");
    time.runReady();
    assertThat(first.close(SECOND).clean()).isTrue();
    assertThat(job(first, "x").end().map(JobEnd::text)).isEqualTo(Optional.of("just done"));
  }
}
