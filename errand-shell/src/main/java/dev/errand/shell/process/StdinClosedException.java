package dev.errand.shell.process;

/** Nobody reads this stdin (any more), or there is none. */
public final class StdinClosedException extends Exception {
  private static final long serialVersionUID = 1;

  StdinClosedException(String message) {
    super(message);
  }
}
