package dev.errand.test.postgres;

/** How a server is stopped. */
public enum StopMode {
  /** Sessions are ended, transactions under way rolled back, all pages written. */
  FAST("INT"),
  /** At once and without a word, as in a crash: the next start has to recover from the log. */
  IMMEDIATE("QUIT");

  private final String signal;

  StopMode(String signal) {
    this.signal = signal;
  }

  /** What tells the server to stop so. */
  String signal() {
    return signal;
  }
}
