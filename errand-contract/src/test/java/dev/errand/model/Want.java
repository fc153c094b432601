package dev.errand.model;

import dev.errand.Admission;
import dev.errand.JobOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What a script registers.
 *
 * @param id the preferred id
 * @param text how long a text the body returns
 */
record Want(
    Optional<String> id,
    Optional<String> owner,
    BodyKind body,
    int text,
    int priority,
    boolean queue,
    Optional<Duration> startAfter,
    Optional<Duration> queueTimeout,
    Optional<Duration> timeout,
    Optional<String> key,
    boolean hold) {

  /** How a body behaves. */
  enum BodyKind {
    /** Returns without waiting for anything. */
    RETURNS,
    /** Throws without waiting for anything. */
    THROWS,
    /** Ends when told, or when interrupted. */
    WAITS,
    /** Ends when told; answers an interrupt with a text. */
    LATE,
    /** Ends when told, whatever interrupts it. */
    STUBBORN
  }

  JobOptions options() {
    JobOptions.Builder options = JobOptions.builder().priority(priority);
    id.ifPresent(options::id);
    owner.ifPresent(options::owner);
    startAfter.ifPresent(options::startAfter);
    queueTimeout.ifPresent(options::queueTimeout);
    timeout.ifPresent(options::timeout);
    key.ifPresent(options::idempotencyKey);
    options.admission(queue ? Admission.QUEUE : Admission.REJECT);
    return hold ? options.hold().build() : options.build();
  }

  /** Whether it is to wait before it may start. */
  boolean isLaterOn() {
    return startAfter.filter(delay -> !delay.isZero()).isPresent();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(body.toString());
    id.ifPresent(value -> text.append(" id=").append(value));
    text.append(" owner=").append(owner.orElse("none"));
    startAfter.ifPresent(value -> text.append(" startAfter=").append(value));
    queueTimeout.ifPresent(value -> text.append(" queueTimeout=").append(value));
    timeout.ifPresent(value -> text.append(" timeout=").append(value));
    key.ifPresent(value -> text.append(" key=").append(value));
    text.append(priority == 0 ? "" : " priority=" + priority);
    text.append(this.text == 0 ? "" : " text=" + this.text);
    return text.append(queue ? " queue" : "").append(hold ? " hold" : "").toString();
  }
}
