package dev.errand.spi;

import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.Progress;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the state machine (contract C1, A5), drawn in {@code docs/state-machine.md}: which
 * step is allowed in which state, and what it makes of the run. Pure functions without clock or
 * store; every store either calls them or is tested against them.
 */
public final class Transitions {

  private Transitions() {}

  /** {@code QUEUED → RUNNING}: a worker takes the run for its next attempt. */
  public static Transition claim(Run run, String worker, Instant now) {
    return run.status() == JobStatus.QUEUED
        ? applied(run, run.state().claimed(worker, notBefore(run.registeredAt(), now)))
        : new Refused(Refusal.NOT_QUEUED);
  }

  /** {@code RUNNING → QUEUED}: the attempt is handed back or is to be run again. */
  public static Transition requeue(Run run, int epoch) {
    Refusal refusal = refusalOfAttempt(run, epoch);
    return refusal == null ? applied(run, run.state().requeued()) : new Refused(refusal);
  }

  /**
   * {@code RUNNING}: the place of the attempt is lent to others while its body waits, or taken back
   * (contract A9).
   */
  public static Transition lend(Run run, int epoch, boolean lent) {
    Refusal refusal = refusalOfAttempt(run, epoch);
    return refusal == null ? applied(run, run.state().lent(lent)) : new Refused(refusal);
  }

  /** {@code RUNNING}: the body of the attempt has said something (contract K3). */
  public static Transition report(Run run, int epoch, Progress progress) {
    Refusal refusal = refusalOfAttempt(run, epoch);
    return refusal == null ? applied(run, run.state().reporting(progress)) : new Refused(refusal);
  }

  /**
   * {@code RUNNING → COMPLETED | FAILED}: the attempt ends while its body may still be there (a
   * timeout).
   *
   * @param progress the last progress of the attempt, if there was any
   */
  public static Transition end(
      Run run, int epoch, JobEnd end, @Nullable Progress progress, Instant now) {
    Refusal refusal = refusalOfAttempt(run, epoch);
    return refusal == null
        ? applied(run, run.state().ended(end, endOf(run, now), progress))
        : new Refused(refusal);
  }

  /**
   * The body of an attempt is gone. If the run was still running, this is its end; if it had been
   * ended before, what the body said is kept as late text (contract C3).
   */
  public static Transition finish(
      Run run, int epoch, JobEnd end, @Nullable Progress progress, Instant now) {
    if (run.epoch() != epoch) {
      return new Refused(Refusal.FENCED);
    }
    if (run.status() == JobStatus.RUNNING) {
      Instant at = endOf(run, now);
      return applied(run, run.state().finished(end, at, progress));
    }
    if (run.status() == JobStatus.QUEUED) {
      return new Refused(Refusal.NOT_RUNNING);
    }
    if (run.state().settledAt() != null) {
      return new Refused(Refusal.SETTLED);
    }
    String late = end.text().isEmpty() ? null : end.text();
    RunState settled = run.state().settled(notBefore(run.endedAt().orElseThrow(), now), late);
    return applied(run, progress == null ? settled : settled.reporting(progress));
  }

  /**
   * {@code QUEUED | RUNNING → CANCELLED}. A run that was queued has no body, so it is settled with
   * that; the last progress of a running one comes with {@link #finish}.
   */
  public static Transition cancel(Run run, JobEnd end, Instant now) {
    return switch (run.status()) {
      case QUEUED -> applied(run, endedInQueue(run, end, now));
      case RUNNING -> applied(run, run.state().ended(end, endOf(run, now), run.state().progress()));
      case COMPLETED, FAILED, CANCELLED -> new Refused(Refusal.ENDED);
    };
  }

  /** {@code QUEUED → FAILED}: the run has waited too long. */
  public static Transition expire(Run run, JobEnd end, Instant now) {
    return run.status() == JobStatus.QUEUED
        ? applied(run, endedInQueue(run, end, now))
        : new Refused(Refusal.NOT_QUEUED);
  }

  /**
   * The worker that had the run is gone, and its body with it (contract J2): {@code RUNNING →
   * QUEUED} while it may be run again, else {@code QUEUED | RUNNING → FAILED}. Of a run that had
   * ended before, only its settling was missing. A queued run of a handler needs no worker yet.
   */
  public static Transition lose(Run run, JobEnd lostEnd, Instant now) {
    boolean isClosure = run.registration().call().isEmpty();
    return switch (run.status()) {
      case QUEUED ->
          isClosure
              ? applied(run, endedInQueue(run, lostEnd, now))
              : new Refused(Refusal.NOT_RUNNING);
      case RUNNING ->
          applied(
              run,
              !isClosure && mayRunAgain(run)
                  ? run.state().rerun()
                  : run.state().finished(lostEnd, endOf(run, now), run.state().progress()));
      case COMPLETED, FAILED, CANCELLED ->
          run.state().settledAt() != null
              ? new Refused(Refusal.SETTLED)
              : applied(
                  run, run.state().settled(notBefore(run.endedAt().orElseThrow(), now), null));
    };
  }

  /**
   * The worker that had the run is gone, but what does its work may be there still (contract J2):
   * another worker goes on under the next epoch. {@code RUNNING} stays {@code RUNNING}, and of a
   * run that has ended, the rest is to be settled.
   */
  public static Transition adopt(Run run, String worker) {
    return switch (run.status()) {
      case QUEUED -> new Refused(Refusal.NOT_RUNNING);
      case RUNNING -> applied(run, run.state().adopted(worker));
      case COMPLETED, FAILED, CANCELLED ->
          run.state().settledAt() != null
              ? new Refused(Refusal.SETTLED)
              : applied(run, run.state().adopted(worker));
    };
  }

  private static boolean mayRunAgain(Run run) {
    return run.state().reruns() < run.registration().terms().policy().maxReruns();
  }

  /**
   * The body of an ended run has outlived its grace and no longer counts as running (contract A5).
   */
  public static Transition giveUp(Run run, int epoch) {
    if (run.epoch() != epoch) {
      return new Refused(Refusal.FENCED);
    }
    if (!run.status().isFinal()) {
      return new Refused(Refusal.NOT_ENDED);
    }
    if (run.state().settledAt() != null) {
      return new Refused(Refusal.SETTLED);
    }
    return run.state().occupying()
        ? applied(run, run.state().givenUp())
        : new Refused(Refusal.GIVEN_UP);
  }

  private static RunState endedInQueue(Run run, JobEnd end, Instant now) {
    Instant at = endOf(run, now);
    return run.state().finished(end, at, run.state().progress());
  }

  private static @Nullable Refusal refusalOfAttempt(Run run, int epoch) {
    if (run.epoch() != epoch) {
      return Refusal.FENCED;
    }
    return switch (run.status()) {
      case RUNNING -> null;
      case QUEUED -> Refusal.NOT_RUNNING;
      case COMPLETED, FAILED, CANCELLED -> Refusal.ENDED;
    };
  }

  /** Wall-clock time may jump back; a run must not end before it began for that. */
  private static Instant endOf(Run run, Instant now) {
    Instant started = run.state().startedAt();
    Instant began = started == null ? run.registeredAt() : started;
    return notBefore(began, now);
  }

  private static Instant notBefore(Instant least, Instant now) {
    return now.isBefore(least) ? least : now;
  }

  /** The step that ends a run makes its delivery (F1). */
  private static Transition applied(Run run, RunState state) {
    JobEnd end = state.end();
    return new Applied(
        end == null || run.state().end() != null
            ? run.with(state)
            : new Run(run.registration(), state, MailTransitions.ended(run.mail(), end)));
  }
}
