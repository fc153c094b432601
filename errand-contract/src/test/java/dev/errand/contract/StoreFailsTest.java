package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.CloseReport;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.spi.MailStep;
import dev.errand.spi.Step;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Contract J1: what must not get lost when the store fails. */
class StoreFailsTest extends ContractTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension private final CaughtLog log = new CaughtLog();

  private final TroubledStore store = new TroubledStore(time);
  private final RecordingSink sink = RecordingSink.of(time);
  private final AsyncJobManager manager =
      manager(builder ->
          builder
              .sharedStore(store)
              .maxRunningJobs(1)
              .onJobComplete(sink)
              .handler("h", (payload, context) -> JobResult.of(payload)));

  @Test
  @DisplayName("J1 an end that cannot be recorded is recorded as soon as the store can, and told")
  void endIsRecordedLater() {
    store.fail(Step.Finish.class::isInstance);
    String id = manager.register("task", "label", DONE);
    time.runReady();
    time.advance(Duration.ofSeconds(10));
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(store.steps).filteredOn(Step.Finish.class::isInstance).hasSize(11);

    store.fail(step -> false);
    time.advance(SECOND);
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(sink.jobIds()).containsExactly(id);
    assertThat(log.records()).as("once, not each second").hasSize(1);
    time.advance(SECOND);
    assertThat(store.steps).filteredOn(Step.Finish.class::isInstance).hasSize(12);
  }

  @Test
  @DisplayName("J1 the slot of a body that is gone is free, although its end is not recorded")
  void slotIsFree() {
    store.fail(step -> step instanceof Step.Finish finish && finish.run().id().equals("a"));
    manager.register("task", "label", DONE, options().id("a").build());
    time.runReady();
    manager.register("task", "label", DONE, options().id("b").build());
    time.runReady();
    assertThat(job(manager, "a").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(manager, "b").status()).isEqualTo(JobStatus.COMPLETED);
    store.fail(step -> false);
    time.advance(SECOND);
    for (int i = 0; i < 2; i++) { // the slot was given back once, not twice
      manager.register("task", "label", ScriptedBody.of(time), queued());
    }
    time.runReady();
    assertThat(manager.runningJobs()).hasSize(1);
  }

  @Test
  @DisplayName("J1 an outage is told once, and the next one again")
  void toldOnce() {
    for (int outage = 1; outage <= 2; outage++) {
      store.fail(step -> step instanceof Step.Finish || step instanceof Step.Claim);
      String first = manager.register("task", "label", DONE);
      String second = manager.register("task", "label", DONE, queued());
      time.runReady();
      time.advance(SECOND.multipliedBy(20));
      store.fail(step -> false);
      time.advance(SECOND.multipliedBy(2));
      assertThat(job(manager, first).status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(job(manager, second).status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(log.records())
          .as("the end that was not recorded, and what waited that was not claimed")
          .hasSize(2 * outage);
    }
  }

  private static JobOptions queued() {
    return options().admission(Admission.QUEUE).build();
  }

  @Test
  @DisplayName(
      "J1 a manager that could not begin takes no work, although it heard of some meanwhile")
  void couldNotBegin() {
    manager.register("task", "label", ScriptedBody.of(time));
    time.runReady();
    List<String> queued = new ArrayList<>();
    store.fail(step -> {
      boolean begins = step instanceof Step.Recover;
      if (begins) {
        queued.add(manager.register("task", "label", HandlerCall.of("h", "x"), queued()));
      }
      return begins;
    });
    assertThat(
            catchThrowableOfType(
                StoreException.class,
                () ->
                    manager(builder ->
                        builder
                            .sharedStore(store)
                            .handler("h", (payload, context) -> JobResult.of("taken")))))
        .isNotNull();
    store.fail(step -> false);
    time.advance(SECOND.multipliedBy(10));
    assertThat(queued).hasSize(1);
    assertThat(job(manager, queued.getFirst()).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  @DisplayName("J1 an end that was recorded though it looked like a failure is recorded once")
  void recordedUnseen() {
    List<String> heard = new ArrayList<>();
    manager.addListener(
        new JobListener() {
          @Override
          public void onEnded(Job job) {
            heard.add("ended " + job.id());
          }
        });
    store.loseAnswers(Step.Finish.class::isInstance);
    String id = manager.register("task", "label", DONE);
    time.runReady();
    store.loseAnswers(step -> false);
    time.advance(SECOND);
    assertThat(heard).containsExactly("ended " + id);
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(sink.calls()).hasSize(1);
    assertThat(manager.close(SECOND).clean()).isTrue();
  }

  @Test
  @DisplayName(
      "J1 mail that was handed out with answers that are lost is handed out again, in order")
  void handedOutUnseen() {
    store.loseAnswers(step -> step instanceof Step.Finish || step instanceof MailStep.ClaimMail);
    String first = manager.register("task", "label", DONE);
    time.runReady();
    String second = manager.register("task", "label", DONE);
    time.advance(SECOND.multipliedBy(3));
    assertThat(sink.calls()).isEmpty();
    store.loseAnswers(step -> false);
    time.advance(SECOND);
    assertThat(sink.jobIds()).containsExactlyInAnyOrder(first, second);
    assertThat(manager.hasPendingDeliveries()).isFalse();
  }

  @Test
  @DisplayName("J1 a job that is cancelled while its end cannot be recorded settles with late text")
  void cancelledMeanwhile() {
    store.fail(Step.Finish.class::isInstance);
    String id = manager.register("task", "label", DONE);
    time.runReady();
    assertThat(manager.cancel(id)).isTrue();
    store.fail(step -> false);
    time.advance(SECOND);
    assertThat(job(manager, id).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(manager, id).lateText()).contains("done");
  }

  @Test
  @DisplayName(
      "I1 close says that a run is not settled whose end could not be recorded, and gives up")
  void closeReports() {
    store.fail(Step.Finish.class::isInstance);
    String id = manager.register("task", "label", DONE);
    time.runReady();
    CloseReport report = manager.close(SECOND);
    assertThat(report.unsettled()).extracting(Job::id).containsExactly(id);
    store.steps.clear();
    time.advance(Duration.ofMinutes(1));
    assertThat(store.steps).noneMatch(Step.Finish.class::isInstance);
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  @DisplayName("F6 a time-out of a sink that cannot be recorded is recorded later")
  void timeOutOfSink() {
    sink.answer(RecordingSink.Answer.hangStubbornly());
    store.fail(MailStep.Conclude.class::isInstance);
    String id = manager.register("task", "label", DONE);
    time.runReady();
    time.advance(Duration.ofSeconds(31));
    store.fail(step -> false);
    time.advance(SECOND);
    assertThat(job(manager, id).delivery().lastError()).contains("The sink took longer than 30 s");
  }

  @Test
  @DisplayName("J1 the failure has the stack trace of who got it, and says what the store said")
  void stackTrace() {
    store.fail(Step.Register.class::isInstance);
    StoreException failure =
        catchThrowableOfType(
            StoreException.class,
            () -> manager.register("task", "label", HandlerCall.of("h", ""), queued()));
    assertThat(failure).hasMessage("the disk is full").hasCauseInstanceOf(StoreException.class);
    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().contains("StoreFailsTest"));
    assertThat(manager.allJobs()).isEmpty();
  }
}
