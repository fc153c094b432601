package dev.errand.spi;

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
 */
public record Run(Registration registration, RunState state) implements Job {

  @Override
  public String id() {
    return registration.id();
  }

  @Override
  public String runId() {
    return registration.runId();
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

  /** The worker that has this run, or had it last; the registering one while it is queued. */
  public String worker() {
    String worker = state.worker();
    return worker == null ? registration.registrar() : worker;
  }

  /** This run with another state. */
  public Run with(RunState newState) {
    return new Run(registration, newState);
  }

  /** This run with the progress that its live attempt has reported. */
  public Run with(Progress progress) {
    return with(state.reporting(progress));
  }
}
