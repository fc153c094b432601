package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.Recovery;
import dev.errand.testkit.ScriptedBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract K1: a worker that could not be heard of for most of its lease stops what it executes.
 */
class LeaseEndsTest extends ContractTest {
  private final TroubledStore store = new TroubledStore(time);
  private final List<ScriptedBody> bodies = new ArrayList<>();
  private AsyncJobManager manager;

  @BeforeEach
  void build() {
    manager =
        manager(builder ->
            builder
                .sharedStore(store)
                .maxRunningJobs(1)
                .handler("once", (payload, context) -> newBody().run(context))
                .handler("again", (payload, context) -> newBody().run(context), Recovery.RERUN));
  }

  private ScriptedBody newBody() {
    ScriptedBody body = ScriptedBody.of(time);
    bodies.add(body);
    return body;
  }

  private void register(String id, String handler) {
    JobOptions options = options().id(id).admission(Admission.QUEUE).build();
    String unused = manager.register("task", "label", HandlerCall.of(handler, ""), options);
    time.runReady();
  }

  @Test
  @DisplayName("C2 a queued job is not recorded as done because a lease had ended before it began")
  void queuedOnesBegin() {
    register("first", "once");
    register("second", "once");
    register("third", "again");
    store.leaseEnds();
    time.runReady();
    assertThat(job(manager, "first").end().orElseThrow().reason()).isEqualTo(EndReason.THREW);
    bodies.get(1).complete("second");
    time.runReady();
    bodies.get(2).complete("third");
    time.runReady();
    assertThat(job(manager, "second").end().orElseThrow().text()).isEqualTo("second");
    assertThat(job(manager, "third").end().orElseThrow().text()).isEqualTo("third");
  }

  @Test
  @DisplayName("K1 what may be run again is handed back, and run again by whoever is there")
  void handedBack() {
    register("first", "again");
    store.leaseEnds();
    time.runReady();
    assertThat(bodies.get(0).wasInterrupted()).isTrue();
    assertThat(job(manager, "first").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(manager, "first").epoch()).isEqualTo(2);
    bodies.get(1).complete("after all");
    time.runReady();
    assertThat(job(manager, "first").end().orElseThrow().text()).isEqualTo("after all");
  }

  @Test
  @DisplayName("C2 a body that was to stop before it had begun has not returned")
  void notStarted() {
    JobOptions options = options().id("first").admission(Admission.QUEUE).build();
    String unused = manager.register("task", "label", HandlerCall.of("once", ""), options);
    store.leaseEnds(); // its thread is there, and has not run yet
    time.runReady();
    assertThat(bodies).isEmpty();
    assertThat(job(manager, "first").end().orElseThrow().reason()).isEqualTo(EndReason.LOST);
  }
}
