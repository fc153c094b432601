package dev.errand.internal.memory;

import dev.errand.StoreException;
import dev.errand.spi.Step;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A step on its way through the store, and its answer. */
final class Posted<O> {
  final Step<O> step;
  final CompletableFuture<O> future = new CompletableFuture<>();
  @Nullable Object outcome;
  @Nullable StoreException failure;

  Posted(Step<O> step) {
    this.step = step;
  }

  /**
   * Tells the others first, then answers: whoever sees the answer may rely on the hints being out.
   */
  @SuppressWarnings(
      "unchecked") // the applier answers each step with an outcome of the step's own type
  void complete(Hints hints) {
    if (failure != null) {
      future.completeExceptionally(failure);
    } else if (outcome != null) {
      hints.after(step, outcome);
      future.complete((O) outcome);
    }
  }
}
