package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.JobBody;
import dev.errand.JobEnd;
import dev.errand.JobFailedException;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C2 for processes: the exit code or the signal, as it was. */
class TruthfulExitTest extends ContractTest {
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
  @DisplayName("C2 a process tells its exit code, whether it succeeded or failed")
  void exitCode() {
    JobEnd success = endOf(context -> JobResult.of("out").withExit(Exit.withCode(0)));
    check(success, EndReason.RETURNED, JobStatus.COMPLETED, "out");
    assertThat(success.exit()).contains(Exit.withCode(0));

    JobEnd failure =
        endOf(context -> {
          throw failed(Exit.withCode(3));
        });
    check(failure, EndReason.THREW, JobStatus.FAILED, "failed");
    assertThat(failure.exit()).contains(Exit.withCode(3));
    assertThat(failure.data()).contains("{}");
  }

  @Test
  @DisplayName("C2 a process that died of a signal tells the signal and no code at all")
  void signal() {
    Exit exit =
        endOf(
                context -> {
                  throw failed(Exit.bySignal("KILL"));
                })
            .exit()
            .orElseThrow();
    assertThat(exit.signal()).contains("KILL");
    assertThat(exit.code()).isEmpty();
    assertThat(exit).hasToString("killed by signal KILL");
    assertThat(Exit.withCode(3)).hasToString("exit code 3");
  }

  private static JobFailedException failed(Exit exit) {
    return new JobFailedException("failed", Optional.of("{}"), Optional.of(exit));
  }

  @Test
  @DisplayName("C2 a killed job is never \"exit 0\", although its body says so in the end")
  void neverExitZero() {
    ScriptedBody cancelled = ScriptedBody.ignoringCancel(time);
    running(cancelled);
    manager.cancel("a", CancelledBy.PERSON);
    cancelled.complete(JobResult.of("fine").withExit(Exit.withCode(0)));
    time.runReady();
    assertThat(end("a").exit()).isEmpty();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.CANCELLED);

    ScriptedBody timedOut = ScriptedBody.ignoringCancel(time);
    manager.register("bash", "label", timedOut, options().id("b").timeout(BOUND).build());
    time.advance(BOUND);
    timedOut.complete(JobResult.of("fine").withExit(Exit.withCode(0)));
    time.runReady();
    assertThat(end("b").exit()).isEmpty();
    assertThat(job(manager, "b").status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  @DisplayName("C2 an exit has either a code or a signal, never both, never neither")
  void eitherCodeOrSignal() {
    assertThatThrownBy(() -> new Exit(OptionalInt.of(0), Optional.of("KILL")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("either a code or a signal");
    assertThatThrownBy(() -> new Exit(OptionalInt.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
