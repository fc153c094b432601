package dev.errand.model;

import static dev.errand.model.Disagreement.unless;
import static dev.errand.model.Disagreement.unlessSame;

import dev.errand.Delivery;
import dev.errand.DeliveryInfo;
import dev.errand.Job;
import dev.errand.JobEnd;
import java.time.Instant;
import java.util.Optional;

/** Compares a snapshot with what the model knows of the run. */
final class Snapshots {

  private Snapshots() {}

  static void check(ModelRun run, Job job, Instant now) {
    unlessSame("the run of " + run, run.runId, job.runId());
    unlessSame("the owner of " + run, run.owner(), job.owner());
    unlessSame("the status of " + run, run.status, job.status());
    unlessSame("the epoch of " + run, run.startedAt == null ? 0 : 1, job.epoch());
    unlessSame("when registered, " + run, run.registeredAt, job.registeredAt());
    unlessSame("when started, " + run, Optional.ofNullable(run.startedAt), job.startedAt());
    unlessSame("when settled, " + run, Optional.ofNullable(run.settledAt), job.settledAt());
    unlessSame("unsettled, " + run, run.hasBody() && run.givenUp, job.unsettled());
    unlessSame("the late text of " + run, run.lateText, job.lateText());
    checkEnd(run, job);
    checkDelivery(run, job.delivery(), now);
  }

  static void checkEnd(ModelRun run, Job job) {
    unlessSame("when ended, " + run, Optional.ofNullable(run.endedAt), job.endedAt());
    unlessSame("whether ended, " + run, run.isEnded(), job.end().isPresent());
    if (job.end().isPresent()) {
      JobEnd end = job.end().get();
      unlessSame("why ended, " + run, run.reason, end.reason());
      unlessSame("cancelled by, " + run, run.by, end.cancelledBy());
      unless(end.text().startsWith(run.text), "the text of " + run + " is " + end.text());
    }
  }

  private static void checkDelivery(ModelRun run, DeliveryInfo info, Instant now) {
    unlessSame("the delivery of " + run, run.mail, info.status());
    unlessSame("held, " + run, !run.holders.isEmpty(), info.held());
    unlessSame("the attempts of " + run, run.attempts, info.attempts());
    unlessSame("an error of " + run, run.error.isPresent(), info.lastError().isPresent());
    unless(
        info.lastError().orElse("").startsWith(run.error.orElse("")),
        "the error of " + run + " is " + info.lastError());
    if (run.retry != null) {
      checkRetry(run, info.nextAttemptAt());
    } else {
      unlessSame(
          "the next attempt of " + run,
          Optional.empty(),
          info.nextAttemptAt().filter(now::isBefore));
    }
  }

  /** The wait is random within its range; from now on it is known. */
  private static void checkRetry(ModelRun run, Optional<Instant> at) {
    if (run.retry.at == null) {
      unless(
          at.isPresent()
              && !at.get().isBefore(run.retry.earliest)
              && !at.get().isAfter(run.retry.latest),
          "the retry of "
              + run
              + " is at "
              + at
              + ", not between "
              + run.retry.earliest
              + " and "
              + run.retry.latest);
      run.retry.at = at.orElseThrow();
    }
    unlessSame("the retry of " + run, Optional.of(run.retry.at), at);
  }

  /** The envelope is self-sufficient (F8). */
  static void checkEnvelope(ModelRun run, Delivery delivery, Instant now) {
    unlessSame("the delivery id of " + run, "d-" + run.runId, delivery.deliveryId());
    unlessSame("the attempt of " + run, run.attempts, delivery.attempt());
    unlessSame("the job id of " + run, run.id, delivery.jobId());
    unlessSame("the settling of " + run, run.settledAt != null, delivery.settled());
    unless(delivery.text().startsWith(run.text), "the text of the delivery of " + run);
    check(run, delivery.job(), now);
  }
}
