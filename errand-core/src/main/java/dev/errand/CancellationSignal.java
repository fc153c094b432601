package dev.errand;

import dev.errand.internal.Check;
import java.util.Optional;

/**
 * Asks a body to stop (contract B1). It fires once, on cancel, on timeout, or when the worker lost
 * the run; the body's thread is interrupted at the same time, and never after the body has
 * returned. Thread-safe.
 */
public interface CancellationSignal {

  /**
   * Why a body is asked to stop.
   *
   * @param end {@link EndReason#CANCELLED}, {@link EndReason#TIMED_OUT} or {@link EndReason#LOST}
   * @param by who cancelled, present exactly for {@code CANCELLED}
   * @param description one sentence for people
   * @param handsOver whether the run is not over, but somebody else goes on with it: the body is to
   *     stop, and what it started is to be left alone; only for {@link Recovery#ADOPT} (contract
   *     I1)
   */
  record Reason(EndReason end, Optional<CancelledBy> by, String description, boolean handsOver) {

    /** A reason that ends the work. */
    public Reason(EndReason end, Optional<CancelledBy> by, String description) {
      this(end, by, description, false);
    }

    /** Checks that nothing is missing. */
    public Reason {
      Check.notNull("end", end);
      Check.notNull("by", by);
      Check.notNull("description", description);
    }
  }

  /** Whether the body should stop. */
  boolean isCancelled();

  /** Why the body should stop; empty while it need not. */
  Optional<Reason> reason();

  /**
   * Runs the callback once when the signal fires, on a thread of its own; at once on the caller's
   * thread if it has fired already. It is not called once the body has returned.
   *
   * @return closing it takes the callback back
   */
  Subscription onCancel(Runnable callback);

  /**
   * Returns while the body may go on.
   *
   * @throws JobCancelledException once the signal has fired
   */
  void throwIfCancelled();
}
