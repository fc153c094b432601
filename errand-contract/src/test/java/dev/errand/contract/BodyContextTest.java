package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobContext;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.testkit.ScriptedBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B1: what a body is told about its run. */
class BodyContextTest extends ContractTest {

  @Test
  @DisplayName("B1 the body gets its job id, run id, owner and epoch")
  void whoItIs() {
    AsyncJobManager manager = manager();
    ScriptedBody body = ScriptedBody.of(time);

    String id = manager.register("task", "t", body, options().id("x").owner("a/b").build());
    time.runReady();

    JobContext context = body.context().orElseThrow();
    assertThat(context.jobId()).isEqualTo(id);
    assertThat(context.runId()).isEqualTo(job(manager, id).runId());
    assertThat(context.owner()).contains("a/b");
    assertThat(context.epoch()).isOne();
    assertThat(context.cancellation().isCancelled()).isFalse();
    assertThat(context.cancellation().reason()).isEmpty();
  }

  @Test
  @DisplayName("B1 the body of an unowned job gets no owner, and the id that was really given")
  void unowned() {
    AsyncJobManager manager = manager();
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "t", DONE, options().id("x").build());

    manager.register("task", "t", body, options().id("x").build());
    time.runReady();

    assertThat(body.context().orElseThrow().jobId()).isEqualTo("x-2");
    assertThat(body.context().orElseThrow().owner()).isEmpty();
  }

  @Test
  @DisplayName("B1 a handler gets its payload and the same")
  void handler() {
    List<String> seen = new ArrayList<>();
    AsyncJobManager manager =
        manager(builder ->
            builder.handler(
                "h",
                (payload, context) -> {
                  seen.add(payload + " " + context.jobId() + " " + context.owner().orElse("-"));
                  return JobResult.empty();
                }));

    JobOptions owned = options().owner("a").build();
    manager.register("task", "t", HandlerCall.of("h", "input"), owned);
    time.runReady();

    assertThat(seen).containsExactly("input bg_1 a");
  }

  @Test
  @DisplayName("B1 namesakes have different run ids")
  void namesakes() {
    AsyncJobManager manager = manager();
    List<String> runIds = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      manager.register(
          "task",
          "t",
          context -> {
            runIds.add(context.runId());
            return JobResult.empty();
          },
          options().id("x").build());
      time.runReady();
      manager.evict(JobFilter.all());
    }

    assertThat(runIds).hasSize(3).doesNotHaveDuplicates();
  }
}
