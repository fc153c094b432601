package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobFailedException;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.testkit.RecordingSink.Answer;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract F8: the envelope says everything by itself. */
class EnvelopeTest extends DeliveryContractTest {
  private final AsyncJobManager manager = manager(builder -> builder.onJobComplete(sink));

  @Test
  @DisplayName("F8 the envelope has delivery id, job id, run id, owner, attempt and text")
  void itsFields() {
    sink.answerNext(Answer.fail("no"));
    end(manager, "a", "me");
    String runId = job(manager, "a").runId();
    time.advance(Duration.ofSeconds(1));

    Delivery delivery = sink.lastCall().delivery();
    assertThat(delivery.deliveryId()).isNotBlank();
    assertThat(delivery.jobId()).isEqualTo("a");
    assertThat(delivery.runId()).isEqualTo(runId);
    assertThat(delivery.owner()).contains("me");
    assertThat(delivery.attempt()).isEqualTo(2);
    assertThat(delivery.text()).isEqualTo("result of a");
    assertThat(delivery.settled()).isTrue();
  }

  @Test
  @DisplayName("F8 the envelope has the run's snapshot, with all that is known of the run")
  void theSnapshot() {
    Instant registered = time.now();
    ScriptedBody body = ScriptedBody.of(time);
    var options = options().id("a").owner("me").startAfter(Duration.ofSeconds(2)).build();
    manager.register("bash", "make all", body, options);
    time.advance(Duration.ofSeconds(5));
    body.context().orElseThrow().reportProgress("half", "{\"percent\":50}");
    Exit exit = Exit.withCode(0);
    body.complete(JobResult.of("built").withData("{\"files\":3}").withExit(exit));
    time.runReady();

    Job job = sink.lastCall().delivery().job();
    JobEnd end = job.end().orElseThrow();
    assertThat(job.type()).isEqualTo("bash");
    assertThat(job.label()).isEqualTo("make all");
    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job.epoch()).isEqualTo(1);
    assertThat(job.registeredAt()).isEqualTo(registered);
    assertThat(job.startedAt()).contains(registered.plusSeconds(2));
    assertThat(job.endedAt()).contains(registered.plusSeconds(5));
    assertThat(job.settledAt()).contains(registered.plusSeconds(5));
    assertThat(job.duration()).contains(Duration.ofSeconds(3));
    assertThat(end.text()).isEqualTo("built");
    assertThat(end.data()).contains("{\"files\":3}");
    assertThat(end.exit()).contains(exit);
    assertThat(job.progress().map(Progress::text)).contains("half");
  }

  @Test
  @DisplayName("F8 of a failed run the text is the error, and its data comes along")
  void ofAFailure() {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body);
    body.fail(
        new JobFailedException("no such file", Optional.of("{\"errno\":2}"), Optional.empty()));
    time.runReady();

    Delivery delivery = sink.lastCall().delivery();
    assertThat(delivery.text()).isEqualTo("no such file");
    assertThat(delivery.job().status()).isEqualTo(JobStatus.FAILED);
    assertThat(delivery.job().end().orElseThrow().data()).contains("{\"errno\":2}");
  }

  @Test
  @DisplayName("F8 of an unowned run there is no owner, and an empty result is an empty text")
  void nothingToSay() {
    manager.register("task", "label", context -> JobResult.empty());
    time.runReady();

    assertThat(sink.lastCall().delivery().owner()).isEmpty();
    assertThat(sink.lastCall().delivery().text()).isEmpty();
  }

  @Test
  @DisplayName("F8 a text that was too long comes as the row has it, marked as truncated")
  void truncated() {
    manager.register("task", "label", context -> JobResult.of("x".repeat(2 * 1024 * 1024)));
    time.runReady();

    JobEnd end = sink.lastCall().delivery().job().end().orElseThrow();
    assertThat(end.truncated()).isTrue();
    assertThat(sink.lastCall().delivery().text()).isEqualTo(end.text()).startsWith("xxx");
  }

  @Test
  @DisplayName("F8 the envelope is as it was when the row is long gone")
  void rowIsGone() {
    end(manager, "a", "me");
    Delivery delivery = sink.lastCall().delivery();
    time.advance(Duration.ofDays(1));
    assertThat(manager.job("a")).isEmpty();

    assertThat(delivery.text()).isEqualTo("result of a");
    assertThat(delivery.owner()).contains("me");
    assertThat(delivery.job().label()).isEqualTo("label");
    assertThat(delivery.job().status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  @DisplayName("F8 the envelope is complete though its row goes during the call")
  void rowGoesMeanwhile() {
    sink.answer(Answer.hang());
    end(manager, "a", "me");
    assertThat(manager.evict(JobFilter.all())).isEqualTo(1);
    Delivery delivery = sink.lastCall().delivery();

    assertThat(delivery.text()).isEqualTo("result of a");
    assertThat(delivery.job().end()).isPresent();
    assertThat(delivery.owner()).contains("me");
  }

  @Test
  @DisplayName("F8 an envelope tells of its own run, not of the one that has its job id now")
  void namesakes() {
    sink.answer(Answer.hang());
    end(manager, "a", "me");
    Delivery delivery = sink.lastCall().delivery();
    manager.evict(JobFilter.all());
    manager.register(
        "other", "newer", ScriptedBody.of(time), options().id("a").owner("you").build());
    time.runReady();

    assertThat(delivery.runId()).isNotEqualTo(job(manager, "a").runId());
    assertThat(delivery.owner()).contains("me");
    assertThat(delivery.job().status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(delivery.job().label()).isEqualTo("label");
  }
}
