package dev.errand.shell.log;

import java.time.Instant;

/** What there is of a log. */
public sealed interface LogState {

  /** One plain sentence for people and agents. */
  String sentence();

  /**
   * It can be read.
   *
   * @param size bytes printed up to now, those given up among them; cursors go from 0 to this
   * @param released the part in its middle that was given up to keep its quota
   */
  record Present(long size, Released released) implements LogState {
    @Override
    public String sentence() {
      return released.length() == 0
          ? "The log has " + size + " bytes."
          : "The log has "
              + size
              + " bytes; "
              + released.length()
              + " of them, from "
              + released.start()
              + " to "
              + released.end()
              + ", were given up to keep its quota.";
    }
  }

  /** There is no file: the run has not begun to print, or somebody deleted its files. */
  record Absent() implements LogState {
    @Override
    public String sentence() {
      return "There is no log: the run has not begun to print, or its files were deleted.";
    }
  }

  /**
   * It was removed as a whole, after the run had ended, to keep the total of all logs within its
   * budget.
   *
   * @param size bytes that had been printed
   * @param budget bytes that all logs together may use
   * @param at when it was removed
   */
  record Removed(long size, long budget, Instant at) implements LogState {
    @Override
    public String sentence() {
      return "The log ("
          + size
          + " bytes) was removed at "
          + at
          + " to keep the total of all logs under "
          + budget
          + " bytes.";
    }
  }
}
