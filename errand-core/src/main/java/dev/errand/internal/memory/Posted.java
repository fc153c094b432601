package dev.errand.internal.memory;

import dev.errand.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A step or a read on its way through the {@link Combiner}, and its answer. */
final class Posted<T> implements Combiner.Operation {
  final CompletableFuture<T> answer = new CompletableFuture<>();
  private final Supplier<T> work;
  private final Consumer<T> tellOthers;
  private @Nullable T result;
  private @Nullable StoreException failure;

  Posted(Supplier<T> work, Consumer<T> tellOthers) {
    this.work = work;
    this.tellOthers = tellOthers;
  }

  @Override
  public void apply() {
    try {
      result = work.get();
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
  public void complete() {
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else if (result != null) {
      tellOthers.accept(result);
      answer.complete(result);
    }
  }
}
