package dev.errand;

/** What becomes of unfinished work when a manager is closed (contract I1). */
public enum CloseMode {
  /** Everything of this manager is cancelled. The default in memory. */
  CANCEL,
  /**
   * What another process can run is handed back to the store: queued jobs of handlers stay queued,
   * running ones of {@link Recovery#RERUN} handlers are asked to stop, and are queued again if
   * their bodies throw then; running ones of {@link Recovery#ADOPT} handlers stay running, for the
   * next manager. Everything else of this manager is cancelled. The default on durable stores.
   */
  HAND_BACK
}
