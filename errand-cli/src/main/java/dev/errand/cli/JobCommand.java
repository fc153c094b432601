package dev.errand.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as it is handed to {@code exec}.
 *
 * @param words the command and its arguments
 */
record JobCommand(List<String> words) {

  /** The command that was typed; it was found in this file. */
  static JobCommand of(List<String> typed, Path file) {
    List<String> words = new ArrayList<>(typed);
    if (typed.getFirst().startsWith("-")) {
      words.set(0, file.toString()); // else the exec of the shell would take it for an option
    }
    return new JobCommand(List.copyOf(words));
  }
}
