package dev.errand.spi;

import dev.errand.Admission;
import java.time.Duration;
import java.util.Optional;

/**
 * What was agreed at registration about when and how long a run may run.
 *
 * @param priority −100 to 100, higher first, among the queued runs of one owner
 * @param admission whether the run may be queued for want of a slot
 * @param startAfter how long after registration it may start at the earliest
 * @param queueTimeout how long it may be queued
 * @param timeout how long one attempt may take
 * @param idempotencyKey the key under which a repeated registration finds this run
 * @param policy what happens after its end
 */
public record Terms(
    int priority,
    Admission admission,
    Optional<Duration> startAfter,
    Optional<Duration> queueTimeout,
    Optional<Duration> timeout,
    Optional<String> idempotencyKey,
    Policy policy) {

  /** Nothing special; shared by most runs. */
  public static final Terms DEFAULT =
      new Terms(
          0,
          Admission.REJECT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Policy.DEFAULT);

  /** The same terms under another policy. */
  public Terms with(Policy newPolicy) {
    return new Terms(
        priority, admission, startAfter, queueTimeout, timeout, idempotencyKey, newPolicy);
  }

  /** How long the run has to wait before it may start, if it has to. */
  public Optional<Duration> delay() {
    return startAfter.filter(delay -> !delay.isZero());
  }
}
