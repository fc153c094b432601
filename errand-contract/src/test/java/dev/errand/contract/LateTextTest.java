package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.testkit.ScriptedBody;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C3: what a body still says after the end of its run is kept, and changes nothing else. */
class LateTextTest extends ContractTest {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AsyncJobManager manager =
      manager(builder -> builder.maxRunningJobs(1).cancelGrace(GRACE));
  private final ScriptedBody body = ScriptedBody.ignoringCancel(time);

  private void cancelled() {
    register(body);
    assertThat(manager.cancel("a", CancelledBy.PERSON)).isTrue();
  }

  private void timedOut() {
    register(body);
    time.advance(BOUND);
    assertThat(job(manager, "a").end().orElseThrow().reason()).isEqualTo(EndReason.TIMED_OUT);
  }

  private void register(ScriptedBody which) {
    manager.register("task", "label", which, options().id("a").timeout(BOUND).build());
    time.runReady();
  }

  private void checkLate(String text) {
    Job before = job(manager, "a");
    assertThat(before.lateText()).isEmpty();
    time.runReady();
    Job after = job(manager, "a");
    assertThat(after.lateText()).contains(text);
    assertThat(after.settledAt()).isPresent();
    assertThat(after.status()).isEqualTo(before.status());
    assertThat(after.end()).isEqualTo(before.end());
    assertThat(after.endedAt()).isEqualTo(before.endedAt());
  }

  @Test
  @DisplayName("C3 a cancelled body's late text is kept on the row")
  void textOfCancelled() {
    cancelled();
    body.complete("late text");
    checkLate("late text");
  }

  @Test
  @DisplayName("C3 a cancelled body's late error is kept on the row")
  void errorOfCancelled() {
    cancelled();
    body.fail(new IOException("late error"));
    checkLate("late error");
  }

  @Test
  @DisplayName("C3 a timed-out body's late text is kept on the row")
  void textOfTimedOut() {
    timedOut();
    body.complete("late text");
    checkLate("late text");
  }

  @Test
  @DisplayName(
      "C3 a timed-out body's late error is kept on the row, by its class if it has no message")
  void errorOfTimedOut() {
    timedOut();
    body.fail(new IOException());
    checkLate("java.io.IOException");
  }

  @Test
  @DisplayName("C3 the late text of a body that obeys is its interruption")
  void interrupted() {
    register(ScriptedBody.of(time));
    manager.cancel("a");
    checkLate("java.lang.InterruptedException");
  }

  @Test
  @DisplayName("C3 the late text of a body that outlived its grace is kept all the same")
  void afterTheGrace() {
    cancelled();
    time.advance(GRACE);
    assertThat(job(manager, "a").unsettled()).isTrue();
    body.complete("very late");
    checkLate("very late");
    assertThat(job(manager, "a").unsettled()).isFalse();
  }

  @Test
  @DisplayName("C3 late text stands on the row in every list")
  void inEveryList() {
    cancelled();
    body.complete("late text");
    time.runReady();
    List<Job> found =
        Stream.of(
                List.of(job(manager, "a")),
                manager.recentJobs(),
                manager.allJobs(),
                manager.allJobs(JobFilter.unowned()))
            .flatMap(List::stream)
            .toList();
    assertThat(found)
        .hasSize(4)
        .allSatisfy(job -> assertThat(job.lateText()).contains("late text"));
  }

  @Test
  @DisplayName("C3 there is no late text of a body that said nothing")
  void nothingSaid() {
    cancelled();
    body.complete("");
    time.runReady();
    assertThat(job(manager, "a").settledAt()).isPresent();
    assertThat(job(manager, "a").lateText()).isEmpty();
  }

  @Test
  @DisplayName("C3 there is no late text of a run that ended by itself, or whose body never began")
  void neverLate() {
    register(body);
    manager.register("task", "label", DONE, options().id("b").admission(Admission.QUEUE).build());
    manager.cancel("b");
    body.complete("in time");
    time.runReady();
    assertThat(job(manager, "a").lateText()).isEmpty();
    assertThat(job(manager, "b").lateText()).isEmpty();

    manager.register("task", "label", DONE, options().id("c").build());
    manager.cancel("c"); // claimed, but its thread has not had its turn
    time.runReady();
    assertThat(job(manager, "c").lateText()).isEmpty();
    assertThat(job(manager, "c").settledAt()).isPresent();
  }
}
