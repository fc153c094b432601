package dev.errand.shell.process;

import java.io.IOException;

/** Nobody reads this stdin (any more), or there is none. */
public final class StdinClosedException extends IOException {
  private static final long serialVersionUID = 1;

  /** With a sentence for people. */
  public StdinClosedException(String message) {
    super(message);
  }
}
