package dev.errand.spi;

import dev.errand.HandlerCall;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A manager as the store sees it.
 *
 * @param id unique for the life of the manager; never used again
 * @param handlers the handlers it can run; runs without a handler belong to the worker that
 *     registered them
 */
public record Worker(String id, Set<String> handlers) {

  /** Workers are told apart by their ids alone. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Worker worker && worker.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Whether this worker could execute the run. */
  public boolean canRun(Registration run) {
    return canRun(run.call(), run.registrar());
  }

  /** Whether this worker could execute a run of this handler, or a closure of this registrar. */
  public boolean canRun(Optional<HandlerCall> call, String registrar) {
    return call.isPresent() ? handlers.contains(call.get().handler()) : registrar.equals(id);
  }
}
