package dev.errand.model;

import dev.errand.AwaitMode;
import dev.errand.CancelledBy;
import dev.errand.JobFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One operation of a script, as data. Jobs, holds, sinks, readers and waits are named by numbers
 * that the script gives them, so that an operation means the same when others are left out; one
 * that names something that is not there does nothing, or is about an unknown id.
 */
sealed interface Op {

  // ---- jobs

  record Register(int job, Want want) implements Op {}

  record EndBody(int job, boolean returns) implements Op {}

  record Cancel(int job, CancelledBy by, JobFilter filter) implements Op {}

  record CancelAll(CancelledBy by, JobFilter filter) implements Op {}

  record SetMaxRunning(int most) implements Op {}

  record Evict(JobFilter filter) implements Op {}

  // ---- deliveries

  record OpenSink(int sink, String owner, boolean batch, Manner manner) implements Op {}

  record CloseSink(int sink) implements Op {}

  /** A sink behaves differently from now on; 0 is the one of {@code onJobComplete}. */
  record ChangeSink(int sink, Manner manner) implements Op {}

  /** Lets a call that hangs return or throw; they are counted from the oldest. */
  record EndCall(Optional<String> lane, int which, boolean returns) implements Op {}

  record Redeliver(int job, JobFilter filter) implements Op {}

  record Take(int reader, String owner, int max) implements Op {}

  record Confirm(int reader, int job) implements Op {}

  record ConfirmAll(int reader) implements Op {}

  record Release(int reader, int job) implements Op {}

  record CloseReader(int reader) implements Op {}

  // ---- holds and acknowledgements

  record Hold(int hold, int job, JobFilter filter) implements Op {}

  record CloseHold(int hold) implements Op {}

  record Watch(List<Integer> jobs, JobFilter filter) implements Op {}

  record Unwatch(List<Integer> jobs, JobFilter filter) implements Op {}

  record Acknowledge(List<Integer> jobs, JobFilter filter) implements Op {}

  record Resume(List<Integer> jobs, JobFilter filter) implements Op {}

  // ---- waits

  /** Waits in a thread of its own; the short form consumes at once, and knows no filter. */
  record Await(
      int waiter,
      List<Integer> jobs,
      AwaitMode mode,
      Duration timeout,
      JobFilter filter,
      boolean shortForm)
      implements Op {}

  record Interrupt(int waiter) implements Op {}

  record Consume(int waiter) implements Op {}

  record CloseAwaited(int waiter) implements Op {}

  /** {@code awaitOwner}, or {@code awaitAll} if there is none. */
  record AwaitSettled(int waiter, Optional<String> owner, Duration timeout) implements Op {}

  record Drain(int waiter, JobFilter filter, Duration timeout) implements Op {}

  // ---- the whole

  record Pass(Duration time) implements Op {}

  record Close(int waiter, Duration timeout) implements Op {}

  /** How a sink behaves. */
  enum Manner {
    TAKES,
    FAILS,
    /** Takes every other delivery of a batch. */
    TAKES_SOME,
    /** Waits until told; an interrupt ends it as a failure. */
    HANGS,
    /** Waits until told, whatever interrupts it. */
    HANGS_STUBBORNLY
  }
}
