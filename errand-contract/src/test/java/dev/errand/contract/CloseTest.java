package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.CloseReport;
import dev.errand.Job;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract I1: what close does, and that it keeps to its one deadline. */
class CloseTest extends ContractTest {
  private final RecordingSink sink = RecordingSink.of(time);
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
  private final Instant begin = time.now();

  private Duration passed() {
    return Duration.between(begin, time.now());
  }

  private ScriptedBody register(String id, ScriptedBody body) {
    manager.register("task", "label", body, options().id(id).build());
    time.runReady();
    return body;
  }

  @Test
  @DisplayName("I1 closing an idle manager takes no time and is clean")
  void idle() {
    CloseReport report = manager.close(Duration.ofSeconds(3));
    assertThat(report.clean()).isTrue();
    assertThat(passed()).isZero();
  }

  @Test
  @DisplayName("I1 close cancels what is running and queued as by shutdown, and delivers that")
  void cancelsAndDelivers() {
    AsyncJobManager one = manager(builder -> builder.onJobComplete(sink).maxRunningJobs(1));
    ScriptedBody running = ScriptedBody.of(time);
    one.register("task", "label", running, options().id("running").owner("me").build());
    one.register(
        "task",
        "label",
        DONE,
        options().id("queued").owner("me").admission(Admission.QUEUE).build());
    time.runReady();

    assertThat(one.close(Duration.ofSeconds(3)).clean()).isTrue();

    assertThat(running.wasInterrupted()).isTrue();
    assertThat(sink.jobIds()).containsExactlyInAnyOrder("running", "queued");
    assertThat(sink.taken())
        .allSatisfy(delivery -> {
          assertThat(delivery.job().status()).isEqualTo(JobStatus.CANCELLED);
          assertThat(delivery.job().end().orElseThrow().cancelledBy())
              .contains(CancelledBy.SHUTDOWN);
          assertThat(delivery.text()).isEqualTo("Cancelled by shutdown");
          assertThat(delivery.settled()).isTrue();
        });
    assertThat(passed()).isZero();
  }

  @Test
  @DisplayName("I1 close returns at the deadline whatever a body does")
  void stubbornBody() {
    register("a", ScriptedBody.ignoringCancel(time));
    CloseReport report = manager.close(Duration.ofSeconds(7));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(7));
    assertThat(report.clean()).isFalse();
  }

  @Test
  @DisplayName("I1 close returns at the deadline whatever a sink does")
  void stubbornSink() {
    sink.answer(Answer.hangStubbornly());
    register("a", ScriptedBody.of(time)).complete("text");
    time.runReady();
    CloseReport report = manager.close(Duration.ofSeconds(7));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(7));
    assertThat(report.clean()).isFalse();
  }

  @Test
  @DisplayName("I1 close waits for bodies and then for deliveries within one deadline, not two")
  void oneDeadline() {
    ScriptedBody body = register("a", ScriptedBody.ignoringCancel(time));
    sink.answer(Answer.hangStubbornly());
    after(Duration.ofSeconds(2), () -> body.complete("late"));
    CloseReport report = manager.close(Duration.ofSeconds(3));
    assertThat(sink.calls()).hasSize(1);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(report.unsettled()).isEmpty();
    assertThat(report.undelivered()).hasSize(1);
  }

  @Test
  @DisplayName("I1 close returns as soon as bodies are gone and deliveries made")
  void asSoonAsDone() {
    ScriptedBody body = register("a", ScriptedBody.ignoringCancel(time));
    sink.answer(Answer.hang());
    after(Duration.ofSeconds(1), () -> body.complete("late"));
    after(Duration.ofSeconds(2), () -> sink.lastCall().succeed());
    assertThat(manager.close(Duration.ofSeconds(30)).clean()).isTrue();
    assertThat(passed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  @DisplayName("I1 close waits for retries that come within the deadline")
  void retries() {
    sink.answerNext(Answer.fail("once"), Answer.fail("twice"));
    register("a", ScriptedBody.of(time)).complete("text");
    assertThat(manager.close(Duration.ofSeconds(30)).clean()).isTrue();
    assertThat(sink.calls()).hasSize(3);
    assertThat(passed()).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_900));
  }

  @Test
  @DisplayName("I1 close does not wait for what nobody can take: parked, held and dead")
  void notForParkedHeldOrDead() {
    AsyncJobManager routed =
        manager(builder -> builder.onJobComplete(sink).routeByOwner().maxAttempts(1));
    routed.register("task", "label", DONE, options().id("parked").owner("me").build());
    routed.register("task", "label", DONE, options().id("held").hold().build());
    sink.answer(Answer.fail("no"));
    routed.register("task", "label", DONE, options().id("dead").build());
    time.runReady();
    routed.close(Duration.ofMinutes(1));
    assertThat(passed()).isZero();
  }

  @Test
  @DisplayName("I1 close with no time cancels, waits for nothing, and reports")
  void zero() {
    register("a", ScriptedBody.ignoringCancel(time));
    CloseReport report = manager.close(Duration.ZERO);
    assertThat(passed()).isZero();
    assertThat(ids(report.unsettled())).containsExactly("a");
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  @DisplayName("I1 close without arguments waits 3 seconds")
  void byDefault() {
    register("a", ScriptedBody.ignoringCancel(time));
    manager.close();
    assertThat(passed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  @DisplayName("I1 a second close joins the first: it ends with it and has the same report")
  void joins() {
    register("a", ScriptedBody.ignoringCancel(time));
    List<CloseReport> others = new ArrayList<>();
    List<Instant> ends = new ArrayList<>();
    for (Duration timeout : List.of(Duration.ZERO, Duration.ofHours(1))) {
      after(
          Duration.ofSeconds(1),
          () -> {
            others.add(manager.close(timeout));
            ends.add(time.now());
          });
    }
    CloseReport first = manager.close(Duration.ofSeconds(5));
    time.runReady();
    assertThat(others).containsExactly(first, first);
    assertThat(ends).containsOnly(begin.plusSeconds(5));
    assertThat(manager.close(Duration.ofSeconds(5))).as("later").isEqualTo(first);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("I1 a body that closes its manager is cancelled and gets the report at the deadline")
  void inBody() {
    List<CloseReport> reports = new ArrayList<>();
    manager.register(
        "task",
        "label",
        context -> {
          reports.add(manager.close(Duration.ofSeconds(2)));
          return JobResult.empty();
        },
        options().id("a").build());
    time.advance(Duration.ofSeconds(2));
    assertThat(reports).singleElement().extracting(CloseReport::clean).isEqualTo(false);
    assertThat(reports.get(0).unsettled()).extracting(Job::id).containsExactly("a");
    assertThat(job(manager, "a").settledAt()).contains(begin.plusSeconds(2));
  }

  @Test
  @DisplayName("I1 a refused timeout closes nothing")
  void negative() {
    assertThatThrownBy(() -> manager.close(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
    assertThat(manager.register("task", "label", DONE)).isNotBlank();
  }

  private void after(Duration delay, Runnable what) {
    time.start(
        "later",
        () -> {
          try {
            time.sleep(delay);
          } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
          }
          what.run();
        });
  }
}
