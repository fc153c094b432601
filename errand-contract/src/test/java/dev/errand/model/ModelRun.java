package dev.errand.model;

import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the model knows of one run. Changed by {@link Model} and {@link ModelMail}. */
final class ModelRun {
  /** "By due time, ties by end order" (F4). */
  static final Comparator<ModelRun> IN_TURN =
      Comparator.comparing((ModelRun run) -> run.dueAt).thenComparingLong(run -> run.endOrder);

  static final Comparator<ModelRun> BY_END = Comparator.comparingLong(run -> run.endOrder);

  /** Inside an owner by priority, then first come (A4). */
  static final Comparator<ModelRun> BY_RANK =
      Comparator.comparingInt((ModelRun run) -> -run.want.priority())
          .thenComparingInt(run -> run.number);

  final int number;
  final Want want;
  final String id;
  final Instant registeredAt;
  String runId = "";

  // The run.
  JobStatus status = JobStatus.QUEUED;
  Instant startedAt;
  boolean begun;
  EndReason reason;
  Optional<CancelledBy> by = Optional.empty();
  String text = "";
  Instant endedAt;
  long endOrder;
  Instant settledAt;
  boolean givenUp;
  Optional<String> lateText = Optional.empty();
  boolean forgotten;

  /** Since when it has settled and its delivery is concluded. */
  Instant overSince;

  // Its delivery.
  DeliveryStatus mail = DeliveryStatus.NOT_DUE;
  final List<String> holders = new ArrayList<>();
  int attempts;
  Optional<String> error = Optional.empty();

  /** Since when it could be taken; null while it could not. */
  Instant dueAt;

  /** In which order mail became due, as far as that was seen. */
  long dueOrder;

  /** Whether it became due by something that no thread reported, see {@link Model}. */
  boolean dueUnseen;

  /** Whether it was due before while somebody could have taken it. */
  boolean accepted;

  /** Until when it waits to be tried again. */
  Retry retry;

  /** Whether it failed in a batch and goes alone now. */
  boolean alone;

  /** Who has it: a call or a reader. */
  Object holder;

  Instant leasedUntil;

  /** When it was first tried, the time it was held since added. */
  Instant firstAttempt;

  Instant heldSince;
  Instant diedAt;

  /**
   * When the next attempt is: somewhere in a range (F5), until the manager has said when exactly.
   */
  static final class Retry {
    final Instant earliest;
    final Instant latest;
    Instant at;

    Retry(Instant failedAt, int retry) {
      Duration base = Duration.ofMillis(500L << Math.min(retry - 1, 8));
      Duration cap = Duration.ofSeconds(30);
      Duration jitter = Duration.ofMillis(200);
      boolean capped = base.compareTo(cap) >= 0;
      earliest = failedAt.plus(capped ? cap.minus(jitter) : base);
      latest = failedAt.plus(capped ? cap : base.plus(jitter));
    }
  }

  ModelRun(int number, Want want, String id, Instant registeredAt) {
    this.number = number;
    this.want = want;
    this.id = id;
    this.registeredAt = registeredAt;
  }

  Optional<String> owner() {
    return want.owner();
  }

  boolean isEnded() {
    return status.isFinal();
  }

  /** Whether there is or was a body that has not gone. */
  boolean hasBody() {
    return startedAt != null && settledAt == null;
  }

  /** Nothing of the body keeps the delivery waiting any more (F1). */
  boolean isOutOfTheWay() {
    return isEnded() && (settledAt != null || givenUp);
  }

  boolean isUnderWay() {
    return mail == DeliveryStatus.WAITING || mail == DeliveryStatus.IN_FLIGHT;
  }

  boolean isConcluded() {
    return mail != DeliveryStatus.NOT_DUE && !isUnderWay();
  }

  boolean isHeldBack() {
    return mail == DeliveryStatus.WAITING && !holders.isEmpty();
  }

  Optional<Instant> eligibleAt() {
    return want.startAfter().map(registeredAt::plus);
  }

  @Override
  public String toString() {
    return "job " + number + " (" + id + ")";
  }
}
