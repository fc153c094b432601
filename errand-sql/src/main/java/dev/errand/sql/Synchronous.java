package dev.errand.sql;

/** How far SQLite waits for the disk at each commit. */
public enum Synchronous {
  /** Until the disk has it: what was acknowledged survives a power failure. The default. */
  FULL,
  /**
   * Until the operating system has it: what was acknowledged survives {@code kill -9}; after a
   * power failure the last moments may be missing. Several times as fast for one caller at a time.
   */
  NORMAL
}
