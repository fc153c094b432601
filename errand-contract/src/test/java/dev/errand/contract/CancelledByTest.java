package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * D3, as far as the row and the body go: who cancelled. Whether that is delivered belongs to the
 * deliveries.
 */
class CancelledByTest extends ContractTest {
  private final AsyncJobManager manager = manager();

  private ScriptedBody register(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).owner("me").build());
    time.runReady();
    return body;
  }

  private void check(String id, CancelledBy by) {
    JobEnd end = job(manager, id).end().orElseThrow();
    assertThat(end.reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(end.cancelledBy()).contains(by);
    assertThat(end.text()).isEqualTo("Cancelled by " + by.description());
    assertThat(end.truncated()).isFalse();
    assertThat(end.data()).isEmpty();
    assertThat(end.exit()).isEmpty();
  }

  @Test
  @DisplayName("D3 the owner is the default of the short forms")
  void shortForms() {
    register("a");
    manager.cancel("a");
    check("a", CancelledBy.OWNER);
    register("b");
    manager.cancelAll(JobFilter.all());
    check("b", CancelledBy.OWNER);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("D3 whoever cancels stands on the row, for one job and for many, running and queued")
  void onTheRow(CancelledBy by) {
    manager.setMaxRunningJobs(2);
    register("a");
    register("b");
    for (String id : new String[] {"c", "d"}) {
      manager.register("task", "label", DONE, options().id(id).admission(Admission.QUEUE).build());
    }
    assertThat(manager.cancel("a", by)).isTrue();
    assertThat(manager.cancel("c", by, JobFilter.unowned())).isTrue();
    assertThat(manager.cancelAll(by, JobFilter.all())).isEqualTo(2);
    for (String id : new String[] {"a", "b", "c", "d"}) {
      check(id, by);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("D3 the body hears who cancelled it, in the same words")
  void heardByTheBody(CancelledBy by) {
    ScriptedBody body = register("a");
    manager.cancel("a", by);
    CancellationSignal.Reason reason =
        body.context().orElseThrow().cancellation().reason().orElseThrow();
    assertThat(reason.end()).isEqualTo(EndReason.CANCELLED);
    assertThat(reason.by()).contains(by);
    assertThat(reason.description()).isEqualTo("Cancelled by " + by.description());
  }

  @Test
  @DisplayName("D3 what closing cancels is cancelled by shutdown")
  void shutdown() {
    register("a");
    manager.register(
        "task", "label", DONE, options().id("b").startAfter(Duration.ofHours(1)).build());
    manager.close(Duration.ZERO);
    check("a", CancelledBy.SHUTDOWN);
    check("b", CancelledBy.SHUTDOWN);
  }

  @Test
  @DisplayName("D3 everybody who can cancel has words of their own")
  void words() {
    assertThat(Arrays.stream(CancelledBy.values()).map(CancelledBy::description))
        .doesNotHaveDuplicates()
        .containsExactly("its owner", "a person", "an operator", "shutdown");
  }
}
