package dev.errand.testkit;

import dev.errand.Admission;
import dev.errand.HandlerCall;
import dev.errand.spi.Policy;
import dev.errand.spi.RunId;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Terms;
import java.time.Duration;
import java.util.Optional;

/**
 * What a test asks a store to register: a closure without owner, queued if need be, unless it says
 * otherwise.
 */
final class Ask {
  /** Mail without a sink waits for one. */
  static final Policy PARKS =
      new Policy(
          true,
          Policy.DEFAULT.retention(),
          Policy.DEFAULT.maxAttempts(),
          Policy.DEFAULT.deliveryTtl(),
          Policy.DEFAULT.maxReruns(),
          false);

  private Optional<String> id = Optional.empty();
  private Optional<String> owner = Optional.empty();
  private Optional<HandlerCall> call = Optional.empty();
  private int priority;
  private Admission admission = Admission.QUEUE;
  private Optional<Duration> startAfter = Optional.empty();
  private Optional<Duration> queueTimeout = Optional.empty();
  private Optional<String> key = Optional.empty();
  private Policy policy = Policy.DEFAULT;

  static Ask closure() {
    return new Ask();
  }

  static Ask call(String handler) {
    return new Ask().handler(handler);
  }

  Ask id(String newId) {
    id = Optional.of(newId);
    return this;
  }

  Ask owner(String newOwner) {
    return owner(Optional.of(newOwner));
  }

  Ask owner(Optional<String> newOwner) {
    owner = newOwner;
    return this;
  }

  Ask handler(String handler) {
    call = Optional.of(HandlerCall.of(handler, "payload"));
    return this;
  }

  Ask priority(int newPriority) {
    priority = newPriority;
    return this;
  }

  Ask orReject() {
    admission = Admission.REJECT;
    return this;
  }

  Ask startAfter(Duration delay) {
    startAfter = Optional.of(delay);
    return this;
  }

  Ask queueTimeout(Duration timeout) {
    queueTimeout = Optional.of(timeout);
    return this;
  }

  Ask key(String newKey) {
    key = Optional.of(newKey);
    return this;
  }

  Ask policy(Policy newPolicy) {
    policy = newPolicy;
    return this;
  }

  Ask retention(Duration retention) {
    policy =
        new Policy(
            policy.parks(),
            retention,
            policy.maxAttempts(),
            policy.deliveryTtl(),
            policy.maxReruns(),
            policy.adopted());
    return this;
  }

  Ask maxAttempts(int most) {
    policy =
        new Policy(
            policy.parks(),
            policy.retention(),
            most,
            policy.deliveryTtl(),
            policy.maxReruns(),
            policy.adopted());
    return this;
  }

  Ask deliveryTtl(Duration ttl) {
    policy =
        new Policy(
            policy.parks(),
            policy.retention(),
            policy.maxAttempts(),
            ttl,
            policy.maxReruns(),
            policy.adopted());
    return this;
  }

  RunRequest request(RunId runId) {
    Terms terms =
        new Terms(priority, admission, startAfter, queueTimeout, Optional.empty(), key, policy);
    return new RunRequest(id, runId, owner, "test", "a test", call, terms);
  }
}
