package dev.errand.shell.process;

/** Nothing was started, and nothing will be; the message says why, for people. */
public final class CannotStartException extends Exception {
  private static final long serialVersionUID = 1;

  /** What was in the way. */
  public enum Reason {
    /** There is no such program. A shell exits with 127. */
    NOT_FOUND,
    /** It is there, but cannot be run. A shell exits with 126. */
    NOT_EXECUTABLE,
    /** The working directory is not there, or closed to us. */
    NO_DIRECTORY,
    /** The arguments or the environment are more than the system passes on. */
    TOO_LONG,
    /** The system refuses: disk full, too many open files, no more processes, … */
    SYSTEM
  }

  private final Reason reason;

  CannotStartException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What was in the way. */
  public Reason reason() {
    return reason;
  }
}
