package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobLimitReachedException;
import dev.errand.JobListener;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract F1: the end of a run and its one delivery. */
class DeliveringTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @Test
  @DisplayName("F1 a result is delivered as soon as its run has settled")
  void atOnce() {
    ScriptedBody body = ScriptedBody.of(time);
    String id = manager.register("task", "label", body);
    time.advance(Duration.ofMinutes(1));
    assertThat(sink.calls()).isEmpty();
    assertThat(status(manager, id)).isEqualTo(DeliveryStatus.NOT_DUE);

    body.complete("done");
    time.runReady();

    assertThat(sink.jobIds()).containsExactly(id);
    assertThat(sink.lastCall().at()).isEqualTo(job(manager, id).settledAt().orElseThrow());
    assertThat(sink.lastCall().delivery().settled()).isTrue();
    assertThat(status(manager, id)).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  @DisplayName("F1 a run has one delivery: once taken, it never comes again")
  void once() {
    end(manager, "a");
    time.advance(Duration.ofDays(1));

    assertThat(sink.jobIds()).containsExactly("a");
  }

  @Test
  @DisplayName("F1 a refused registration has no delivery")
  void noneWithoutRun() {
    manager.setMaxRunningJobs(1);
    manager.register("task", "busy", ScriptedBody.of(time));
    assertThatThrownBy(() -> manager.register("task", "refused", DONE))
        .isInstanceOf(JobLimitReachedException.class);
    time.advance(Duration.ofHours(1));

    assertThat(sink.calls()).isEmpty();
    assertThat(manager.deliveryState().queued()).isZero();
  }

  @Test
  @DisplayName("F1 there is no moment between the end and its delivery: who ends it sees both")
  void oneStep() {
    ScriptedBody body = startStubborn(manager, "a", options());

    assertThat(manager.cancel("a", CancelledBy.PERSON)).isTrue();

    assertThat(status(manager, "a")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(manager.deliveryState().queued()).isEqualTo(1);
    assertThat(manager.deliveryState().pendingJobIds()).containsExactly("a");
    body.complete("late");
  }

  @Test
  @DisplayName("F1 whoever hears of an end hears of a run that has its delivery")
  void heardTogether() {
    List<Job> ended = new ArrayList<>();
    manager.addListener(
        new JobListener() {
          @Override
          public void onEnded(Job job) {
            ended.add(job);
          }
        });
    end(manager, "a");

    assertThat(ended)
        .singleElement()
        .satisfies(job ->
            assertThat(job.delivery().status())
                .isIn(DeliveryStatus.WAITING, DeliveryStatus.IN_FLIGHT, DeliveryStatus.DELIVERED));
  }

  @ParameterizedTest
  @EnumSource(names = {"RETURNED", "THREW", "TIMED_OUT", "CANCELLED", "QUEUE_TIMEOUT"})
  @DisplayName("F1 however a run ends, that is delivered once")
  void everyEnd(EndReason reason) {
    endFor(reason);
    time.advance(Duration.ofHours(1));

    assertThat(sink.callsFor("a"))
        .singleElement()
        .satisfies(call -> {
          JobEnd end = call.delivery().job().end().orElseThrow();
          assertThat(end.reason()).isEqualTo(reason);
          assertThat(call.delivery().job().status()).isEqualTo(reason.status());
          assertThat(call.delivery().text()).isEqualTo(end.text()).isNotBlank();
        });
  }

  private void endFor(EndReason reason) {
    ScriptedBody body = ScriptedBody.of(time);
    switch (reason) {
      case RETURNED -> {
        manager.register("task", "label", body, options().id("a").build());
        body.complete("done");
      }
      case THREW -> {
        manager.register("task", "label", body, options().id("a").build());
        body.fail(new IllegalStateException("out of luck"));
      }
      case TIMED_OUT -> {
        var options = options().id("a").timeout(Duration.ofSeconds(1));
        manager.register("task", "label", body, options.build());
      }
      case CANCELLED -> {
        manager.register("task", "label", body, options().id("a").build());
        manager.cancel("a", CancelledBy.OPERATOR);
      }
      default -> {
        manager.setMaxRunningJobs(1);
        manager.register("task", "busy", body, options().id("busy").build());
        var options = options().id("a").admission(Admission.QUEUE);
        manager.register(
            "task", "label", DONE, options.queueTimeout(Duration.ofSeconds(1)).build());
      }
    }
  }

  @Test
  @DisplayName("F1 what never left the queue is due the moment it is cancelled")
  void cancelledInTheQueue() {
    var options = options().id("a").startAfter(Duration.ofHours(1));
    manager.register("task", "label", DONE, options.build());
    manager.cancel("a", CancelledBy.PERSON);
    time.runReady();

    assertThat(sink.jobIds()).containsExactly("a");
    assertThat(sink.lastCall().delivery().settled()).isTrue();
  }
}
