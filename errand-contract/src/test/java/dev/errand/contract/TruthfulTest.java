package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobBody;
import dev.errand.JobEnd;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C2: the end on the row is what really happened. */
class TruthfulTest extends ContractTest {
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final AsyncJobManager manager = manager(builder -> builder.maxRunningJobs(1));

  private JobEnd endOf(JobBody body) {
    String id = manager.register("bash", "label", body);
    time.runReady();
    return end(id);
  }

  private JobEnd end(String id) {
    return job(manager, id).end().orElseThrow();
  }

  private void running(ScriptedBody body) {
    manager.register("bash", "label", body, options().id("a").timeout(BOUND).build());
    time.runReady();
  }

  private static void check(JobEnd end, EndReason reason, JobStatus status, String text) {
    assertThat(end.reason()).isEqualTo(reason);
    assertThat(end.status()).isEqualTo(status);
    assertThat(end.cancelledBy().isPresent()).isEqualTo(reason == EndReason.CANCELLED);
    assertThat(end.text()).isEqualTo(text);
  }

  @Test
  @DisplayName("C2 a body that returned: RETURNED, with its text and data")
  void returned() {
    JobEnd end = endOf(context -> JobResult.of("text").withData("{}"));
    check(end, EndReason.RETURNED, JobStatus.COMPLETED, "text");
    assertThat(end.data()).contains("{}");
    assertThat(end.exit()).isEmpty();
  }

  @Test
  @DisplayName("C2 a body that threw: THREW, with the message, else the name of the class")
  void threw() {
    check(
        endOf(context -> {
          throw new IOException("disk full");
        }),
        EndReason.THREW,
        JobStatus.FAILED,
        "disk full");
    check(
        endOf(context -> {
          throw new IOException();
        }),
        EndReason.THREW,
        JobStatus.FAILED,
        "java.io.IOException");
    check(
        endOf(context -> {
          throw new StackOverflowError("too deep");
        }),
        EndReason.THREW,
        JobStatus.FAILED,
        "too deep");
  }

  @Test
  @DisplayName("C2 a body that returned nothing at all has failed, and did not return")
  void returnedNull() {
    JobEnd end = endOf(context -> null);
    assertThat(end.reason()).isEqualTo(EndReason.THREW);
    assertThat(end.text()).isNotBlank();
  }

  @Test
  @DisplayName(
      "C2 an interrupt that nobody of ours sent is a failure like any other, not a cancellation")
  void foreignInterrupt() {
    check(
        endOf(context -> {
          throw new InterruptedException("by a stranger");
        }),
        EndReason.THREW,
        JobStatus.FAILED,
        "by a stranger");
  }

  @Test
  @DisplayName("C2 a body over its bound: TIMED_OUT, saying the bound, whatever it does later")
  void timedOut() {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    running(body);
    time.advance(BOUND);
    check(end("a"), EndReason.TIMED_OUT, JobStatus.FAILED, "Timed out after 5 s");
    body.complete("in spite of it");
    time.runReady();
    check(end("a"), EndReason.TIMED_OUT, JobStatus.FAILED, "Timed out after 5 s");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C2 a cancelled job: CANCELLED, and by whom")
  void cancelled(CancelledBy by) {
    running(ScriptedBody.of(time));
    manager.cancel("a", by);
    time.runReady();
    check(end("a"), EndReason.CANCELLED, JobStatus.CANCELLED, "Cancelled by " + by.description());
    assertThat(end("a").cancelledBy()).contains(by);
  }

  @Test
  @DisplayName("C2 a job that waited too long: QUEUE_TIMEOUT, saying how long it would have waited")
  void queueTimeout() {
    manager.register("bash", "label", ScriptedBody.ignoringCancel(time));
    manager.register(
        "bash",
        "label",
        DONE,
        options().id("b").admission(Admission.QUEUE).queueTimeout(Duration.ofMinutes(3)).build());
    time.advance(Duration.ofMinutes(3));
    check(
        end("b"),
        EndReason.QUEUE_TIMEOUT,
        JobStatus.FAILED,
        "Waited in the queue for longer than 3 min");
  }

  @Test
  @DisplayName("C2 each reason has one status, and only a cancelled end names who cancelled")
  void reasonsAndStatus() {
    Map<EndReason, JobStatus> expected = new EnumMap<>(EndReason.class);
    Arrays.stream(EndReason.values()).forEach(reason -> expected.put(reason, JobStatus.FAILED));
    expected.put(EndReason.RETURNED, JobStatus.COMPLETED);
    expected.put(EndReason.CANCELLED, JobStatus.CANCELLED);
    expected.forEach((reason, status) -> assertThat(reason.status()).isEqualTo(status));

    for (EndReason reason : EndReason.values()) {
      Optional<CancelledBy> wrong =
          reason == EndReason.CANCELLED ? Optional.empty() : Optional.of(CancelledBy.OWNER);
      assertThatThrownBy(
              () -> new JobEnd(reason, wrong, "text", false, Optional.empty(), Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cancelledBy");
    }
  }
}
