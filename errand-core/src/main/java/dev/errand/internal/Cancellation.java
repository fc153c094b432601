package dev.errand.internal;

import dev.errand.CancellationSignal;
import dev.errand.JobCancelledException;
import dev.errand.Subscription;
import dev.errand.spi.TimeAndThreads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cancellation signal of one attempt, and the fence around its thread: an interrupt reaches the
 * thread only between {@link #bodyBegins} and {@link #bodyReturned}, so that none is left over for
 * what the thread does afterwards.
 */
final class Cancellation implements CancellationSignal {
  private static final Logger LOG = System.getLogger("dev.errand");

  /**
   * One registration of a callback: the same Runnable may be registered twice, and each be taken
   * back alone.
   */
  private static final class Callback {
    final Runnable action;

    Callback(Runnable action) {
      this.action = action;
    }
  }

  private final TimeAndThreads time;
  private volatile @Nullable Thread thread;
  private volatile boolean over;
  private volatile @Nullable Reason reason;
  private @Nullable List<Callback> callbacks;

  Cancellation(TimeAndThreads time) {
    this.time = time;
  }

  /** Whether the current thread is executing the body. */
  boolean isOfCurrentThread() {
    return thread == Thread.currentThread();
  }

  /** The body is about to run on this thread; false if it need not begin at all. */
  synchronized boolean bodyBegins(Thread newThread) {
    if (reason != null) {
      return false;
    }
    thread = newThread;
    return true;
  }

  /** The body is about to run on this thread, interrupted if the signal has fired. */
  synchronized void bodyBeginsInAnyCase(Thread newThread) {
    thread = newThread;
    if (reason != null) {
      newThread.interrupt();
    }
  }

  /** The body has returned: no interrupt from now on, and none left from before. */
  void bodyReturned() {
    synchronized (this) {
      thread = null;
      over = true;
      callbacks = null;
    }
    boolean ignored = Thread.interrupted();
  }

  /**
   * Whether the run has ended or its body has returned, so that nothing the body says matters any
   * more.
   */
  boolean isOver() {
    return reason != null || over;
  }

  /** Asks the body to stop; false if it has been asked before. */
  boolean fire(Reason why) {
    List<Callback> toCall;
    synchronized (this) {
      if (reason != null) {
        return false;
      }
      reason = why;
      toCall = callbacks == null ? List.of() : List.copyOf(callbacks);
      callbacks = null;
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }
    for (Callback callback : toCall) {
      Thread unused = time.start("errand-on-cancel", () -> callUnlessOver(callback));
    }
    return true;
  }

  @Override
  public boolean isCancelled() {
    return reason != null;
  }

  @Override
  public Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  @Override
  public Subscription onCancel(Runnable callback) {
    Check.notNull("callback", callback);
    synchronized (this) {
      if (over) {
        return () -> {};
      }
      if (reason == null) {
        if (callbacks == null) {
          callbacks = new ArrayList<>(2);
        }
        Callback mine = new Callback(callback);
        callbacks.add(mine);
        return () -> takeBack(mine);
      }
    }
    call(callback);
    return () -> {};
  }

  @Override
  public void throwIfCancelled() {
    Reason why = reason;
    if (why != null) {
      throw new JobCancelledException(why);
    }
  }

  private synchronized void takeBack(Callback callback) {
    if (callbacks != null) {
      callbacks.remove(callback);
    }
  }

  private void callUnlessOver(Callback callback) {
    if (!over) {
      call(callback.action);
    }
  }

  private static void call(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable failure) {
      LOG.log(Level.WARNING, "A cancellation callback failed", failure);
    }
  }
}
