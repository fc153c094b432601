package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A step or a question on its way to the writer, and its answer.
 *
 * @param <T> what is answered
 */
abstract class Posted<T> {
  final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T result;

  /** Does it, on the writer's thread. */
  abstract T work();

  /** Tells others about it, before it is answered and when it is there for good. */
  void tellOthers(T outcome) {}

  /** Whether its answer depends on the commit, although it may have written nothing. */
  boolean needsCommit() {
    return false;
  }

  final void apply() {
    result = work();
  }

  final void complete() {
    T outcome = result;
    if (outcome != null) {
      tellOthers(outcome);
      answer.complete(outcome);
    }
  }

  final void fail(StoreException failure) {
    result = null;
    answer.completeExceptionally(failure);
  }
}
