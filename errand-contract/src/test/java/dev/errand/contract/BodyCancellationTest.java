package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.AsyncJobManager;
import dev.errand.CancellationSignal;
import dev.errand.CancellationSignal.Reason;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobCancelledException;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B1: the cancellation signal of a body. */
class BodyCancellationTest extends ContractTest {
  private final AsyncJobManager manager = manager();
  private final ScriptedBody body = ScriptedBody.ignoringCancel(time);
  private final List<String> called = new ArrayList<>();

  @Test
  @DisplayName("B1 a body can ask whether it is cancelled, and why")
  void askAndReason() {
    CancellationSignal signal = started();

    manager.cancel("bg_1", CancelledBy.PERSON);

    assertThat(signal.isCancelled()).isTrue();
    Reason reason = signal.reason().orElseThrow();
    assertThat(reason.end()).isEqualTo(EndReason.CANCELLED);
    assertThat(reason.by()).contains(CancelledBy.PERSON);
    assertThat(reason.description()).isEqualTo("Cancelled by a person");
  }

  @Test
  @DisplayName("B1 every way of cancelling reaches the body")
  void everyWay() {
    CancellationSignal byCancelAll = started();
    manager.cancelAll(CancelledBy.OPERATOR, JobFilter.all());
    assertThat(byCancelAll.reason().orElseThrow().by()).contains(CancelledBy.OPERATOR);

    ScriptedBody other = ScriptedBody.of(time);
    manager.register("task", "t", other);
    time.runReady();
    manager.close();
    assertThat(other.context().orElseThrow().cancellation().reason().orElseThrow().by())
        .contains(CancelledBy.SHUTDOWN);
  }

  @Test
  @DisplayName("B1 the first reason stays")
  void firstReasonStays() {
    manager.register("task", "t", body, options().timeout(Duration.ofSeconds(5)).build());
    time.runReady();
    manager.cancel("bg_1", CancelledBy.PERSON);
    time.advance(Duration.ofSeconds(5));
    manager.close(Duration.ZERO);

    assertThat(body.context().orElseThrow().cancellation().reason().orElseThrow().by())
        .contains(CancelledBy.PERSON);
  }

  @Test
  @DisplayName(
      "B1 throwIfCancelled lets a body go on until it is cancelled, and then throws with the"
          + " reason")
  void throwIfCancelled() {
    CancellationSignal signal = started();
    assertThatCode(signal::throwIfCancelled).doesNotThrowAnyException();

    manager.cancel("bg_1");

    JobCancelledException thrown =
        catchThrowableOfType(JobCancelledException.class, signal::throwIfCancelled);
    assertThat(thrown).hasMessage("Cancelled by its owner");
    assertThat(thrown.reason()).isEqualTo(signal.reason().orElseThrow());
  }

  @Test
  @DisplayName("B1 a body that lets throwIfCancelled pass is CANCELLED, not FAILED")
  void letsItPass() {
    manager.register(
        "task",
        "t",
        context -> {
          while (true) {
            context.cancellation().throwIfCancelled();
            try {
              time.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException asked) {
              // looks at the signal in the next round
            }
          }
        });
    time.advance(Duration.ofSeconds(3));
    manager.cancel("bg_1");
    time.runReady();

    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, "bg_1").settledAt()).isPresent();
  }

  @Test
  @DisplayName("B1 a job cancelled before its body begins does not begin it")
  void beforeItBegins() {
    manager.register(
        "task",
        "t",
        context -> {
          called.add("body");
          return JobResult.empty();
        });

    manager.cancel("bg_1");
    time.runReady();

    assertThat(called).isEmpty();
    assertThat(job(manager, "bg_1").status()).isEqualTo(JobStatus.CANCELLED);
  }

  private CancellationSignal started() {
    manager.register("task", "t", body);
    time.runReady();
    return body.context().orElseThrow().cancellation();
  }
}
