package dev.errand.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands that take signals as on a terminal. Where a build runs in the background, or under
 * {@code nohup}, INT and HUP are ignored by its processes, and by all that they start.
 */
public final class OnTerminal {
  private OnTerminal() {}

  /** The same command; it has the process that is started here. */
  public static List<String> command(List<String> words) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP"));
    command.addAll(words);
    return command;
  }
}
