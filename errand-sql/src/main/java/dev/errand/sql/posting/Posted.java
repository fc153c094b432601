package dev.errand.sql.posting;

import dev.errand.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A step or a question on its way to the thread that answers it, and its answer.
 *
 * @param <T> what is answered
 */
public abstract class Posted<T> {
  private static final Logger LOG = System.getLogger("dev.errand");

  /** Comes when it has been done. */
  public final CompletableFuture<T> answer = new CompletableFuture<>();

  private @Nullable T result;

  /** A question, which is answered where it is posted to. */
  public static <T> Posted<T> question(Supplier<T> question) {
    return new Posted<>() {
      @Override
      protected T work() {
        return question.get();
      }
    };
  }

  /** Does it, on the thread it was posted to. */
  protected abstract T work();

  /** Tells others about it, when it is there for good and before it is answered. */
  protected void tellOthers(T outcome) {}

  /** Finds the answer, and keeps it back. */
  public void apply() {
    result = work();
  }

  /** Gives the answer. What follows from it on this thread must not harm those who come after. */
  public final void complete() {
    T outcome = result;
    if (outcome == null) {
      return;
    }
    try {
      tellOthers(outcome);
      answer.complete(outcome);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "What follows from a step failed", bug);
    }
  }

  /** Says why it was not done. */
  public final void fail(StoreException failure) {
    answer.completeExceptionally(failure);
  }
}
