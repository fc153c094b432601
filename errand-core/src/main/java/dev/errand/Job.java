package dev.errand;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of a job as it stood at one moment. Immutable: ask the manager again for news (contract
 * C4). Of an unfinished run the progress may be newer than the rest.
 */
public interface Job {
  /** The id; it names this run as long as the run is kept, and its successor after that. */
  String id();

  /** The id of this run; globally unique and never used again. */
  String runId();

  /** Who asked for the job. */
  Optional<String> owner();

  /** The kind of work: {@code bash}, {@code task}, or any other name. */
  String type();

  /** What people call this job. */
  String label();

  /** The handler that does the work, and its input; empty for a closure. */
  Optional<HandlerCall> call();

  /** Where the run stands. */
  JobStatus status();

  /** How many attempts have begun; 0 while the first one is queued. */
  int epoch();

  /** When it was registered. */
  Instant registeredAt();

  /** When the latest attempt began; empty for a run that never left the queue. */
  Optional<Instant> startedAt();

  /** When it ended. */
  Optional<Instant> endedAt();

  /** When its body was really gone; for a run that ended in the queue, the moment it ended. */
  Optional<Instant> settledAt();

  /**
   * Whether the run has ended, but its body went on for longer than the cancel grace and lost its
   * slot (contract A5). Goes back to false when the body settles after all.
   */
  boolean unsettled();

  /** How it ended. */
  Optional<JobEnd> end();

  /**
   * What a cancelled or timed-out body still returned or threw after the run had ended (contract
   * C3).
   */
  Optional<String> lateText();

  /** The latest progress the body reported. */
  Optional<Progress> progress();

  /** Where its delivery stands. */
  DeliveryInfo delivery();

  /**
   * From the start (from registration, if it never started) to the end; empty until the run has
   * ended.
   */
  default Optional<Duration> duration() {
    return endedAt().map(end -> Duration.between(startedAt().orElse(registeredAt()), end));
  }
}
