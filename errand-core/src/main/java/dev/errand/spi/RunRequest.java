package dev.errand.spi;

import dev.errand.HandlerCall;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that is to be registered: all of a {@link Registration} but what the store decides.
 *
 * @param preferredId the id it should have, trimmed and checked
 * @param runId globally unique
 * @param owner who asks for it
 * @param type the kind of work
 * @param label what people call it
 * @param call the handler that is to do the work; empty for a closure
 * @param terms when and how long it may run
 */
public record RunRequest(
    Optional<String> preferredId,
    RunId runId,
    Optional<String> owner,
    String type,
    String label,
    Optional<HandlerCall> call,
    Terms terms) {

  /**
   * The registration under what the store decided; {@code sameOwner} is equal to the owner, and
   * shared.
   */
  public Registration registration(
      String id, Optional<String> sameOwner, long sequence, Worker registrar, Instant at) {
    return new Registration(
        id, runId, sequence, sameOwner, type, label, call, terms, registrar.id(), at);
  }

  /** The registration under the automatic id of this number; otherwise likewise. */
  public Registration registration(
      long number, Optional<String> sameOwner, long sequence, Worker registrar, Instant at) {
    return new Registration(
        null, number, runId, sequence, sameOwner, type, label, call, terms, registrar.id(), at);
  }
}
