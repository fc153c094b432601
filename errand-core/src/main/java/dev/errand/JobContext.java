package dev.errand;

import java.util.Optional;

/**
 * What a body knows of its run (contract B1). Thread-safe; a body may hand it to threads of its
 * own.
 */
public interface JobContext {
  /** The id of the job. */
  String jobId();

  /** The globally unique id of this run. */
  String runId();

  /** Who asked for the job. */
  Optional<String> owner();

  /** Which attempt of the run this is; 1 for the first. */
  int epoch();

  /** Tells whether and why the body should stop. */
  CancellationSignal cancellation();

  /** {@link #reportProgress(String, String)} without details. */
  void reportProgress(String text);

  /**
   * Reports progress. Never blocks and never fails for the sake of a listener; ignored once the run
   * has ended.
   *
   * @param text for people; beyond 1 MiB it keeps head and tail
   * @param details structured data as the caller encodes it, at most 256 KiB
   * @throws IllegalArgumentException if {@code details} is too large
   */
  void reportProgress(String text, String details);
}
