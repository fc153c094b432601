package dev.errand.shell.process;

import java.time.Instant;

/** How a command ended. */
public sealed interface ProcessEnd {

  /**
   * It ended by itself.
   *
   * @param code 0 to 255; 137 is an exit code like others here, and not KILL
   * @param at when, by the clock of the file system
   */
  record Exited(int code, Instant at) implements ProcessEnd {}

  /**
   * A signal ended it.
   *
   * @param signal its name, {@code KILL}
   * @param at when, by the clock of the file system
   */
  record Killed(String signal, Instant at) implements ProcessEnd {}

  /**
   * It is gone, and how it ended cannot be known.
   *
   * @param why for people
   */
  record Vanished(String why) implements ProcessEnd {}
}
