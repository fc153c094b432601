package dev.errand;

/**
 * Keeps the delivery of one run back while somebody waits for it in the foreground; got by {@link
 * AsyncJobManager#hold}. When the last hold of an ended run goes and nobody has consumed the
 * result, its delivery is due at once (contract F11). Thread-safe.
 */
public interface Hold extends AutoCloseable {
  /** The job that is held. */
  String jobId();

  /** Gives the hold up; a second call does nothing. */
  @Override
  void close();
}
