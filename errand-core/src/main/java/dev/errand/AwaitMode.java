package dev.errand;

/** What a foreground wait waits for (contract G1). */
public enum AwaitMode {
  /** The first of the runs to end. */
  ANY,
  /** All of the runs. */
  ALL
}
