package dev.errand.cli;

import dev.errand.Exit;
import dev.errand.JobEnd;
import dev.errand.shell.process.Signals;

/**
 * The exit codes of {@code errand}: those of the job, and where there is none, those that {@code
 * timeout}, {@code env} and the shells have for the same thing.
 */
public final class ExitCodes {
  public static final int OK = 0;

  /** What was typed is wrong. */
  public static final int USAGE = 2;

  /** The job reached its timeout, as with {@code timeout}. */
  public static final int TIMED_OUT = 124;

  /** Errand itself failed, not the job. */
  public static final int OWN_FAILURE = 125;

  /** The command is there but cannot be executed. */
  public static final int NOT_EXECUTABLE = 126;

  /** There is no such command. */
  public static final int NOT_FOUND = 127;

  /** Plus the number of the signal that killed the job. */
  public static final int SIGNAL_BASE = 128;

  /**
   * The job was cancelled. It is what the user sees after Ctrl-C; after another signal the JVM's
   * own exit comes first with that signal's number.
   */
  public static final int CANCELLED = SIGNAL_BASE + 2;

  private ExitCodes() {}

  /** The code for a job that ended like this. */
  public static int of(JobEnd end) {
    return switch (end.reason()) {
      case RETURNED -> OK;
      case THREW -> end.exit().map(ExitCodes::of).orElse(OWN_FAILURE);
      case TIMED_OUT -> TIMED_OUT;
      case CANCELLED -> CANCELLED;
      case OUTPUT_LIMIT, LOST, QUEUE_TIMEOUT -> OWN_FAILURE;
    };
  }

  private static int of(Exit exit) {
    return exit.signal()
        .map(name -> SIGNAL_BASE + Signals.number(name))
        .orElseGet(() -> exit.code().getAsInt());
  }
}
