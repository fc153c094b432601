package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.CloseReport;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Flaws of the original in {@code dispose}, which is {@code close} here, with deliveries. */
class OriginalFlawsDisposeTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));
  private final Instant begin = time.now();

  private Duration passed() {
    return Duration.between(begin, time.now());
  }

  @Test
  @DisplayName("flaw 4: a call that failed after dispose was retried for ever (F15)")
  void flaw4() {
    for (Answer answer : List.of(Answer.hang(), Answer.hangStubbornly(), Answer.fail("no"))) {
      RecordingSink one = RecordingSink.of(time, answer);
      AsyncJobManager closed = manager(builder -> builder.onJobComplete(one));
      end(closed, "a");
      end(closed, "b", "me");
      assertThat(closed.close(Duration.ofMillis(100)).clean()).isFalse();
      assertThat(one.calls()).hasSize(2);
      one.calls().forEach(call -> call.fail("after closing"));
      time.advance(Duration.ofHours(1));
      assertThat(one.calls()).hasSize(2);
    }
  }

  @Test
  @DisplayName("flaw 14: dispose ignored its timeout while a body ran on, deliveries or not (I1)")
  void flaw14() {
    startStubborn(manager, "a", options());
    sink.answer(Answer.hangStubbornly());
    end(manager, "b");
    CloseReport report = manager.close(Duration.ofSeconds(5));
    assertThat(passed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(ids(report.unsettled())).containsExactly("a");
    assertThat(ids(report.undelivered())).containsExactly("b", "a");
  }

  @Test
  @DisplayName(
      "flaw 15: with retention 0 dispose waited for no body, since its own cancel forgot them (I1)")
  void flaw15() {
    AsyncJobManager brief =
        manager(builder -> builder.onJobComplete(sink).retention(Duration.ZERO));
    ScriptedBody body = startStubborn(brief, "a", options());
    time.start("ends", () -> sleepAnd(Duration.ofSeconds(2), () -> body.complete("late")));
    assertThat(brief.close(Duration.ofSeconds(5)).clean()).isTrue();
    assertThat(passed()).isEqualTo(Duration.ofSeconds(2));
    assertThat(sink.lastCall().delivery().settled()).isTrue();
  }

  @Test
  @DisplayName("flaw 15: a body that ended after dispose set a new eviction timer (I1)")
  void flaw15Timer() {
    ScriptedBody body = startStubborn(manager, "a", options());
    manager.close(Duration.ofSeconds(1));
    time.advance(Duration.ofMinutes(1));
    body.complete("late");
    time.runReady();
    assertThat(body.isOver()).isTrue();
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  @DisplayName(
      "flaw 16: of two dispose calls the shorter cleared the queue, and the longer returned true"
          + " (I1)")
  void flaw16() {
    sink.answer(Answer.fail("no"));
    end(manager, "a");
    List<CloseReport> reports = new ArrayList<>();
    time.start("longer", () -> reports.add(manager.close(Duration.ofSeconds(20))));
    time.start("shorter", () -> reports.add(manager.close(Duration.ofSeconds(1))));
    time.advance(Duration.ofSeconds(30));
    assertThat(reports).hasSize(2).doesNotContain(new CloseReport(List.of(), List.of()));
    assertThat(reports.get(0)).isEqualTo(reports.get(1));
    assertThat(ids(reports.get(0).undelivered())).containsExactly("a");
  }

  @Test
  @DisplayName("flaw 17: dispose returned true although results had not been delivered (I1)")
  void flaw17() {
    sink.answer(Answer.hang());
    end(manager, "in flight", "me");
    end(manager, "watched while in flight", "you");
    manager.watchJobs(List.of("watched while in flight"));
    manager.register("task", "label", DONE, options().id("watched").hold().build());
    time.runReady();
    CloseReport report = manager.close(Duration.ofSeconds(1));
    assertThat(report.clean()).isFalse();
    assertThat(ids(report.undelivered()))
        .containsExactly("in flight", "watched while in flight", "watched");
  }

  @Test
  @DisplayName("flaw 20: the loop's sleep and the drain's lingered on after dispose (F14, I1)")
  void flaw20() {
    end(manager, "delivered");
    sink.answer(Answer.fail("no"));
    end(manager, "waits for its retry");
    time.advance(Duration.ofMinutes(2));
    time.start("drain", () -> drainQuietly());
    time.runReady();
    manager.close(Duration.ofSeconds(1));
    manager.acknowledgeDeliveries(List.of("waits for its retry"));
    time.runReady();
    assertThat(time.pendingTimers()).as("those of the drain are gone, too").isZero();
  }

  @Test
  @DisplayName("flaw 25: nobody was told of a job that dispose, or somebody else, cancelled (D3)")
  void flaw25() {
    ScriptedBody body = startStubborn(manager, "by a person", options());
    manager.cancel("by a person", CancelledBy.PERSON);
    body.complete("late");
    time.runReady();
    manager.register("task", "label", ScriptedBody.of(time), options().id("by dispose").build());
    time.runReady();
    manager.close(Duration.ofSeconds(1));
    assertThat(sink.taken())
        .extracting(delivery -> delivery.jobId() + ": " + delivery.text())
        .containsExactly("by a person: Cancelled by a person", "by dispose: Cancelled by shutdown");
  }

  @Test
  @DisplayName("flaw 31: dispose left the static instance set (I1)")
  void flaw31() {
    AsyncJobManager.setInstance(manager);
    try {
      manager.close(Duration.ZERO);
      assertThat(AsyncJobManager.instance()).isEmpty();
    } finally {
      AsyncJobManager.setInstance(null);
    }
  }

  private void drainQuietly() {
    try {
      manager.drainDeliveries(Duration.ofHours(1));
    } catch (InterruptedException nobodyDoes) {
      throw new IllegalStateException(nobodyDoes);
    }
  }

  private void sleepAnd(Duration delay, Runnable what) {
    try {
      time.sleep(delay);
    } catch (InterruptedException nobodyDoes) {
      throw new IllegalStateException(nobodyDoes);
    }
    what.run();
  }
}
