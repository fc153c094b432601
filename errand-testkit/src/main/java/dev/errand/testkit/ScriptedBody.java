package dev.errand.testkit;

import dev.errand.JobBody;
import dev.errand.JobContext;
import dev.errand.JobResult;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body that waits until the test says how it ends. By default it obeys an interrupt like a good
 * body does; {@link #ignoringCancel} makes one that goes on all the same. Used for one attempt.
 */
public final class ScriptedBody implements JobBody {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Latch told;
  private final boolean ignoresCancel;
  private volatile @Nullable JobContext context;
  private volatile @Nullable Thread thread;
  private volatile boolean interrupted;
  private volatile boolean over;
  private volatile @Nullable JobResult result;
  private volatile @Nullable Exception failure;

  private ScriptedBody(TimeAndThreads time, boolean ignoresCancel) {
    this.told = time.latch();
    this.ignoresCancel = ignoresCancel;
  }

  /** A body that ends when told, or when interrupted. */
  public static ScriptedBody of(TimeAndThreads time) {
    return new ScriptedBody(time, false);
  }

  /** A body that ends when told and not before. */
  public static ScriptedBody ignoringCancel(TimeAndThreads time) {
    return new ScriptedBody(time, true);
  }

  @Override
  public JobResult run(JobContext newContext) throws Exception {
    context = newContext;
    thread = Thread.currentThread();
    try {
      awaitWord();
      Exception thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
      JobResult returned = result;
      return returned == null ? JobResult.empty() : returned;
    } finally {
      over = true;
    }
  }

  private void awaitWord() throws InterruptedException {
    boolean open = false;
    while (!open) {
      try {
        open = told.await(FOR_EVER);
      } catch (InterruptedException cancelled) {
        interrupted = true;
        if (!ignoresCancel) {
          throw cancelled;
        }
      }
    }
  }

  /** Lets the body return this text. */
  public void complete(String text) {
    complete(JobResult.of(text));
  }

  /** Lets the body return this. */
  public void complete(JobResult newResult) {
    result = newResult;
    told.open();
  }

  /** Lets the body throw this. */
  public void fail(Exception newFailure) {
    failure = newFailure;
    told.open();
  }

  /** What the body was called with; empty until it has begun. */
  public Optional<JobContext> context() {
    return Optional.ofNullable(context);
  }

  /** The thread the body runs on; empty until it has begun. */
  public Optional<Thread> thread() {
    return Optional.ofNullable(thread);
  }

  /** Whether the body has begun. */
  public boolean hasBegun() {
    return context != null;
  }

  /** Whether the body has been interrupted. */
  public boolean wasInterrupted() {
    return interrupted;
  }

  /** Whether the body has returned or thrown. */
  public boolean isOver() {
    return over;
  }
}
