package dev.errand.internal.memory;

import dev.errand.StoreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A step or a read on its way through the {@link Combiner}, and its answer. */
abstract class Posted<T> implements Combiner.Operation {
  final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T result;
  private @Nullable StoreException failure;

  /** Does it, alone. */
  abstract T work();

  /** Tells others about it, when they may go on. */
  void tellOthers(T outcome) {}

  @Override
  public final void apply() {
    try {
      result = work();
    } catch (StoreException refused) {
      failure = refused;
    } catch (Throwable bug) {
      failure = new StoreException("the store failed", true, bug);
    }
  }

  /**
   * Tells the others first, then answers: whoever sees the answer may rely on the hints being out.
   */
  @Override
  public final void complete() {
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else if (result != null) {
      tellOthers(result);
      answer.complete(result);
    }
  }
}
