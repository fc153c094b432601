package dev.errand.spi;

import dev.errand.DeliveryInfo;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as a store keeps it, and at the same time the snapshot that users see. Immutable.
 *
 * @param registration what never changes
 * @param state what {@link Transitions} change
 * @param mail its delivery, which {@link MailTransitions} change
 */
public record Run(Registration registration, RunState state, Mail mail) implements Job {

  @Override
  public String id() {
    return registration.id();
  }

  @Override
  public String runId() {
    return registration.runId().toString();
  }

  @Override
  public Optional<String> owner() {
    return registration.owner();
  }

  @Override
  public String type() {
    return registration.type();
  }

  @Override
  public String label() {
    return registration.label();
  }

  @Override
  public Optional<HandlerCall> call() {
    return registration.call();
  }

  @Override
  public JobStatus status() {
    return state.status();
  }

  @Override
  public int epoch() {
    return state.epoch();
  }

  @Override
  public Instant registeredAt() {
    return registration.at();
  }

  @Override
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(state.startedAt());
  }

  @Override
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(state.endedAt());
  }

  @Override
  public Optional<Instant> settledAt() {
    return Optional.ofNullable(state.settledAt());
  }

  @Override
  public boolean unsettled() {
    return state.endedAt() != null && state.settledAt() == null && !state.occupying();
  }

  @Override
  public Optional<JobEnd> end() {
    return Optional.ofNullable(state.end());
  }

  @Override
  public Optional<String> lateText() {
    return Optional.ofNullable(state.lateText());
  }

  @Override
  public Optional<Progress> progress() {
    return Optional.ofNullable(state.progress());
  }

  @Override
  public DeliveryInfo delivery() {
    return new DeliveryInfo(
        mail.status(),
        mail.holds() > 0,
        mail.attempts(),
        Optional.ofNullable(mail.nextAttemptAt()),
        Optional.ofNullable(mail.lastError()));
  }

  /** Whether the body is gone, or has had its time: nothing keeps its delivery waiting for it. */
  public boolean isOutOfTheWay() {
    return state.endedAt() != null && !state.occupying();
  }

  /** The worker that has this run, or had it last; the registering one while it is queued. */
  public String worker() {
    String worker = state.worker();
    return worker == null ? registration.registrar() : worker;
  }

  /** Whether this is how the run stood before {@code other}; reports may overtake each other. */
  public boolean isBefore(Run other) {
    return epoch() < other.epoch()
        || (other.status().isFinal() && !status().isFinal())
        || (other.state.settledAt() != null && state.settledAt() == null);
  }

  /** This run with another state. */
  public Run with(RunState newState) {
    return new Run(registration, newState, mail);
  }

  /** This run with its delivery in another state. */
  public Run with(Mail newMail) {
    return new Run(registration, state, newMail);
  }

  /** This run with the progress that its live attempt has reported. */
  public Run with(Progress progress) {
    return with(state.reporting(progress));
  }
}
