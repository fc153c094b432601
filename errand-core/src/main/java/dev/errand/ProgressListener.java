package dev.errand;

/**
 * Hears the progress of one job; given with {@link JobOptions.Builder#onProgress}.
 *
 * <p>Called on a thread of its own, one call at a time. A slow listener sees bursts coalesced (the
 * first and the last report arrive); one that throws is logged and called again; one still busy a
 * second after the body returned forfeits the last report (contract B2).
 */
@FunctionalInterface
public interface ProgressListener {
  /** Takes one report. */
  void onProgress(Progress progress) throws Exception;
}
