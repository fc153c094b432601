package dev.errand.testkit;

import dev.errand.DeliveryStatus;
import dev.errand.JobStatus;
import dev.errand.spi.Mail;
import dev.errand.spi.Policy;
import dev.errand.spi.Run;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of {@link ReferenceRows}, with all that is known of it beside the run. */
final class ReferenceRow {
  static final Duration WEEK = Duration.ofDays(7);

  /** Whose hold it is. */
  record Holder(Worker worker, String name) {}

  Run run;

  /** What it waits for while it is queued: its start and the end of its patience. */
  @Nullable Instant start;

  @Nullable Instant patience;

  /** Its places in the order of ends and in the order of deaths. */
  int endedAs;

  int diedAs;

  final List<Holder> holders = new ArrayList<>();

  /** All leases there have been. */
  final Set<Long> leases = new HashSet<>();

  /** Since when it could be handed out, and since when it could be but for the want of a sink. */
  @Nullable Instant dueSince;

  @Nullable Instant parkedSince;

  /** Whether it has been due before; then it is not unrouted any more. */
  boolean accepted;

  /** Until when it waits to be tried again. */
  @Nullable Instant retryAt;

  boolean alone;

  /** Who is trying: a worker, or a reader until the end of its lease. */
  @Nullable Worker courier;

  @Nullable Instant leasedUntil;

  /** When it was first tried, later by the time that it has been held since. */
  @Nullable Instant firstAttempt;

  @Nullable Instant heldSince;

  /** When it is to be forgotten. */
  @Nullable Instant forgetAt;

  @Nullable Instant diedAt;

  ReferenceRow(Run run) {
    this.run = run;
  }

  Optional<String> owner() {
    return run.owner();
  }

  Policy policy() {
    return run.registration().terms().policy();
  }

  boolean isQueued() {
    return run.status() == JobStatus.QUEUED;
  }

  boolean is(DeliveryStatus status) {
    return run.mail().status() == status;
  }

  boolean isDue() {
    return is(DeliveryStatus.WAITING)
        && run.mail().holds() == 0
        && run.isOutOfTheWay()
        && retryAt == null;
  }

  /** Whether mail without a sink may wait for one. */
  boolean isParkable() {
    return accepted || (policy().parks() && owner().isPresent());
  }

  /** Whether a failure now would be the last one. */
  boolean isLastAttempt(Instant now) {
    Instant first = firstAttempt;
    return run.mail().attempts() >= policy().maxAttempts()
        || (first != null && !now.isBefore(after(first, policy().deliveryTtl())));
  }

  /** Whether nothing more will happen to it: its retention has begun. */
  boolean isOver() {
    return run.settledAt().isPresent() && run.mail().isConcluded() && !is(DeliveryStatus.DEAD);
  }

  /** A step is over; what it has changed begins or ends now. */
  void endStep(Instant now, boolean hasSink) {
    Mail mail = run.mail();
    dueSince = isDue() ? since(dueSince, now) : null;
    accepted |= isDue();
    parkedSince = isDue() && !hasSink ? since(parkedSince, now) : null;
    diedAt = is(DeliveryStatus.DEAD) ? since(diedAt, now) : null;
    Instant over = isOver() ? after(now, policy().retention()) : null;
    forgetAt = over == null ? null : since(forgetAt, over);
    if (is(DeliveryStatus.IN_FLIGHT)) {
      firstAttempt = since(firstAttempt, now);
    } else {
      courier = null;
      leasedUntil = null;
    }
    countTimeHeld(now);
    if (!mail.isUnderWay()) {
      firstAttempt = null;
      alone = false;
    }
  }

  private void countTimeHeld(Instant now) {
    Instant held = heldSince;
    Instant first = firstAttempt;
    if (run.mail().isHeld()) {
      heldSince = since(held, now);
    } else if (held != null) {
      heldSince = null;
      firstAttempt = first == null ? null : first.plus(Duration.between(held, now));
    }
  }

  private static Instant since(@Nullable Instant before, Instant now) {
    return before == null ? now : before;
  }

  /** Spans longer than any life never end. */
  static Instant after(Instant begin, Duration span) {
    return span.compareTo(Duration.ofDays(36_500)) >= 0 ? Instant.MAX : begin.plus(span);
  }

  @Override
  public String toString() {
    return run.toString();
  }
}
