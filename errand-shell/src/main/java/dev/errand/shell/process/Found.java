package dev.errand.shell.process;

/** What {@link ProcessHost#find} found of a run. */
public sealed interface Found {

  /**
   * The command runs.
   *
   * @param process ours again
   */
  record StillRunning(RunningProcess process) implements Found {}

  /**
   * It ended while nobody looked, and this is how.
   *
   * @param end as recorded, or {@link ProcessEnd.Vanished} if nothing was recorded
   */
  record Ended(ProcessEnd end) implements Found {}

  /** The command has not begun and never will: it may be started (again). */
  record NeverStarted() implements Found {}
}
