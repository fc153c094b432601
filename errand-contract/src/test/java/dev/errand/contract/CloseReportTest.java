package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.CloseReport;
import dev.errand.DeliveryStatus;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract I1: the report of close tells truthfully what is left behind. */
class CloseReportTest extends ContractTest {
  private final RecordingSink sink = RecordingSink.of(time);
  private final AsyncJobManager manager =
      manager(builder -> builder.onJobComplete(sink).maxAttempts(100));

  private void done(String id) {
    manager.register("task", "label", DONE, options().id(id).build());
    time.runReady();
  }

  private ScriptedBody stubborn(String id) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options().id(id).build());
    time.runReady();
    return body;
  }

  private static DeliveryStatus status(Job job) {
    return job.delivery().status();
  }

  @Test
  @DisplayName("I1 a report is clean when everything has settled and been delivered")
  void clean() {
    done("a");
    CloseReport report = manager.close(Duration.ZERO);
    assertThat(report).isEqualTo(new CloseReport(List.of(), List.of()));
    assertThat(report.clean()).isTrue();
  }

  @Test
  @DisplayName("I1 runs whose bodies go on are unsettled, whoever ended them and however long ago")
  void unsettled() {
    stubborn("by shutdown");
    stubborn("by its owner");
    stubborn("given up");
    manager.cancel("given up", CancelledBy.PERSON);
    time.advance(Duration.ofMinutes(1));
    manager.cancel("by its owner");
    ScriptedBody gone = stubborn("gone in time");
    time.start("body", () -> gone.complete("late"));

    CloseReport report = manager.close(Duration.ofSeconds(1));
    assertThat(report.clean()).isFalse();
    assertThat(ids(report.unsettled()))
        .containsExactlyInAnyOrder("by shutdown", "by its owner", "given up");
    assertThat(report.unsettled()).allMatch(job -> job.status() == JobStatus.CANCELLED);
    assertThat(report.unsettled()).allMatch(job -> job.settledAt().isEmpty());
  }

  @Test
  @DisplayName("I1 a body whose run was forgotten is unsettled, too")
  void forgotten() {
    ScriptedBody body = stubborn("a");
    manager.cancel("a");
    manager.evict(JobFilter.all());
    CloseReport report = manager.close(Duration.ofSeconds(1));
    assertThat(ids(report.unsettled())).containsExactly("a");
    assertThat(body.isOver()).isFalse();
  }

  @Test
  @DisplayName("I1 what waits for its retry is undelivered")
  void waiting() {
    sink.answer(Answer.fail("no"));
    done("a");
    CloseReport report = manager.close(Duration.ofSeconds(3));
    assertThat(report.clean()).isFalse();
    assertThat(report.unsettled()).isEmpty();
    assertThat(ids(report.undelivered())).containsExactly("a");
    Job left = report.undelivered().get(0);
    assertThat(status(left)).isEqualTo(DeliveryStatus.WAITING);
    assertThat(left.delivery().lastError()).contains("no");
    assertThat(left.end().orElseThrow().text()).isEqualTo("done");
  }

  @Test
  @DisplayName("I1 what a sink has not returned from is undelivered")
  void inFlight() {
    sink.answer(Answer.hang());
    done("a");
    CloseReport report = manager.close(Duration.ofSeconds(3));
    assertThat(report.undelivered())
        .singleElement()
        .extracting(CloseReportTest::status)
        .isEqualTo(DeliveryStatus.IN_FLIGHT);
  }

  @Test
  @DisplayName("I1 what was held is undelivered")
  void held() {
    manager.register("task", "label", DONE, options().id("a").hold().build());
    time.runReady();
    CloseReport report = manager.close(Duration.ofSeconds(3));
    assertThat(ids(report.undelivered())).containsExactly("a");
    assertThat(report.undelivered().get(0).delivery().held()).isTrue();
    assertThat(sink.calls()).isEmpty();
  }

  @Test
  @DisplayName("I1 what was parked is undelivered")
  void parked() {
    AsyncJobManager routed = manager(builder -> builder.routeByOwner());
    routed.register("task", "label", DONE, options().id("a").owner("me").build());
    time.runReady();
    assertThat(ids(routed.close(Duration.ofSeconds(3)).undelivered())).containsExactly("a");
  }

  @Test
  @DisplayName("I1 the delivery of a body that goes on within its grace is undelivered")
  void bodyGoesOn() {
    stubborn("a");
    manager.cancel("a", CancelledBy.PERSON);
    CloseReport report = manager.close(Duration.ofSeconds(3));
    assertThat(ids(report.unsettled())).containsExactly("a");
    assertThat(ids(report.undelivered())).containsExactly("a");
  }

  @Test
  @DisplayName(
      "I1 consumed, unrouted and never-due deliveries and dead letters are not undelivered")
  void concluded() {
    AsyncJobManager strict =
        manager(builder -> builder.onJobComplete(sink).routeByOwner().maxAttempts(1));
    sink.answerTo("dead", Answer.fail("no"));
    ScriptedBody cancelled = ScriptedBody.of(time);
    strict.register("task", "label", cancelled, options().id("never due").build());
    strict.register("task", "label", DONE, options().id("muted").build());
    strict.acknowledgeDeliveries(List.of("muted"));
    for (String id : List.of("delivered", "dead")) {
      strict.register("task", "label", DONE, options().id(id).build());
    }
    strict.register("task", "label", DONE, options().id("acknowledged").hold().build());
    time.runReady();
    strict.cancel("never due");
    strict.acknowledgeDeliveries(List.of("acknowledged"));
    time.runReady();

    assertThat(strict.allJobs().stream().map(CloseReportTest::status))
        .containsExactly(
            DeliveryStatus.NEVER_DUE,
            DeliveryStatus.MUTED,
            DeliveryStatus.DELIVERED,
            DeliveryStatus.DEAD,
            DeliveryStatus.ACKNOWLEDGED);
    assertThat(strict.close(Duration.ofSeconds(3)).clean()).isTrue();

    AsyncJobManager noSink = manager();
    noSink.register("task", "label", DONE, options().id("unrouted").build());
    time.runReady();
    assertThat(status(job(noSink, "unrouted"))).isEqualTo(DeliveryStatus.UNROUTED);
    assertThat(noSink.close(Duration.ofSeconds(3)).clean()).isTrue();
  }

  @Test
  @DisplayName("I1 without a sink anywhere, what is cancelled by closing is unrouted, so clean")
  void noSinks() {
    AsyncJobManager noSink = manager();
    noSink.register("task", "label", ScriptedBody.of(time));
    time.runReady();
    assertThat(noSink.close(Duration.ofSeconds(3)).clean()).isTrue();
  }

  @Test
  @DisplayName("I1 a report does not change any more")
  void immutable() {
    sink.answer(Answer.hang());
    done("a");
    ScriptedBody body = stubborn("b");
    CloseReport report = manager.close(Duration.ofSeconds(3));
    body.complete("late");
    sink.lastCall().succeed();
    time.advance(Duration.ofMinutes(1));
    assertThat(ids(report.unsettled())).containsExactly("b");
    assertThat(report.unsettled().get(0).settledAt()).isEmpty();
    assertThatThrownBy(() -> report.undelivered().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
