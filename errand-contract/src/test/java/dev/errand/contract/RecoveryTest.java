package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.Recovery;
import dev.errand.spi.Step;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract J2: what the next manager of a store makes of the runs of one that died. */
class RecoveryTest extends ContractTest {
  private final TroubledStore store = new TroubledStore(time);
  private final RecordingSink sink = RecordingSink.of(time);
  private final List<ScriptedBody> bodies = new ArrayList<>();

  /** A manager with a handler of each kind, the bodies of which are in {@link #bodies}. */
  private AsyncJobManager manager(int maxReruns) {
    return manager(builder ->
        builder
            .sharedStore(store)
            .onJobComplete(sink)
            .maxReruns(maxReruns)
            .handler("once", (payload, context) -> newBody().run(context))
            .handler("again", (payload, context) -> newBody().run(context), Recovery.RERUN));
  }

  private ScriptedBody newBody() {
    ScriptedBody body = ScriptedBody.of(time);
    bodies.add(body);
    return body;
  }

  private ScriptedBody lastBody() {
    return bodies.get(bodies.size() - 1);
  }

  /** The process of that manager was killed, and another one starts on the same store. */
  private AsyncJobManager restart(AsyncJobManager died, int maxReruns) {
    time.runReady();
    died.allJobs().stream().map(Job::runId).limit(1).forEach(store::died);
    AsyncJobManager next = manager(maxReruns);
    time.runReady();
    return next;
  }

  private static void call(AsyncJobManager manager, String handler, String id) {
    JobOptions options = options().id(id).owner("me").admission(Admission.QUEUE).build();
    manager.register("task", "label", HandlerCall.of(handler, ""), options);
  }

  private static Optional<EndReason> reason(AsyncJobManager manager, String id) {
    return job(manager, id).end().map(JobEnd::reason);
  }

  @Test
  @DisplayName("J2 what a dead process was running is lost, and its owner is told")
  void lost() {
    AsyncJobManager first = manager(3);
    call(first, "once", "handler");
    first.register("task", "label", newBody(), options().id("closure").owner("me").build());
    AsyncJobManager second = restart(first, 3);
    for (String id : List.of("handler", "closure")) {
      assertThat(job(second, id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(reason(second, id)).contains(EndReason.LOST);
      assertThat(job(second, id).settledAt()).isPresent();
    }
    assertThat(sink.jobIds()).containsExactlyInAnyOrder("handler", "closure");
    assertThat(sink.lastCall().delivery().text()).isEqualTo("The process that ran this job died");
  }

  @Test
  @DisplayName("J2 a handler that says so is run again, from the beginning, under the next epoch")
  void again() {
    AsyncJobManager first = manager(3);
    call(first, "again", "x");
    AsyncJobManager second = restart(first, 3);
    assertThat(bodies).hasSize(2);
    assertThat(job(second, "x").epoch()).isEqualTo(2);
    lastBody().complete("done after all");
    time.runReady();
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(sink.lastCall().delivery().text()).isEqualTo("done after all");
    assertThat(sink.calls()).hasSize(1);
  }

  @Test
  @DisplayName("J2 after maxReruns it is lost, and the text says how often it was tried")
  void bounded() {
    AsyncJobManager manager = manager(2);
    call(manager, "again", "x");
    for (int restarts = 1; restarts <= 2; restarts++) {
      manager.register("task", "names the worker that dies", newBody());
      manager = restartOf("x", manager);
      assertThat(job(manager, "x").status()).isEqualTo(JobStatus.RUNNING);
      assertThat(job(manager, "x").epoch()).isEqualTo(1 + restarts);
    }
    manager.register("task", "names the worker that dies", newBody());
    manager = restartOf("x", manager);
    assertThat(reason(manager, "x")).contains(EndReason.LOST);
    assertThat(job(manager, "x").end().orElseThrow().text())
        .isEqualTo(
            "The process that ran this job died; it was started 3 times, and died each time");
  }

  private AsyncJobManager restartOf(String id, AsyncJobManager died) {
    time.runReady();
    List<Job> all = died.allJobs();
    store.died(all.get(all.size() - 1).runId());
    AsyncJobManager next = manager(9); // agreed is what the first manager said
    time.runReady();
    return next;
  }

  @Test
  @DisplayName("J2 queued runs of handlers wait on; queued closures are lost")
  void queued() {
    AsyncJobManager first = manager(3);
    first.setMaxRunningJobs(1);
    first.register("task", "label", newBody());
    call(first, "once", "handler");
    first.register(
        "task", "label", DONE, options().id("closure").admission(Admission.QUEUE).build());
    AsyncJobManager second = restart(first, 3);
    assertThat(reason(second, "closure")).contains(EndReason.LOST);
    assertThat(job(second, "closure").end().orElseThrow().text())
        .contains("before the job started");
    assertThat(job(second, "handler").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(second, "handler").epoch()).isEqualTo(1);
  }

  @Test
  @DisplayName("K1 a process that was believed dead can neither end nor report what runs again")
  void fenced() {
    AsyncJobManager first = manager(3);
    call(first, "again", "x");
    AsyncJobManager second = restart(first, 3);
    bodies.get(0).complete("from the dead");
    time.advance(Duration.ofMinutes(1));
    assertThat(job(second, "x").status()).isEqualTo(JobStatus.RUNNING);
    lastBody().complete("from the living");
    time.runReady();
    assertThat(job(second, "x").end().orElseThrow().text()).isEqualTo("from the living");
  }

  @Test
  @DisplayName("J2 a manager that finds nobody dead changes nothing")
  void nobodyDead() {
    AsyncJobManager first = manager(3);
    call(first, "once", "x");
    time.runReady();
    manager(3);
    time.runReady();
    assertThat(job(first, "x").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(store.steps).filteredOn(Step.Recover.class::isInstance).hasSize(2);
  }

  @Test
  @DisplayName("J2 the same options agree on different things for different handlers")
  void sameOptions() {
    AsyncJobManager first = manager(3);
    for (String handler : List.of("once", "again", "once")) {
      first.register("task", "label", HandlerCall.of(handler, ""), JobOptions.DEFAULT);
    }
    AsyncJobManager second = restart(first, 3);
    assertThat(second.allJobs())
        .extracting(Job::status)
        .containsExactly(JobStatus.FAILED, JobStatus.RUNNING, JobStatus.FAILED);
  }
}
