package dev.errand.shell.process;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code command.sh} is told of a run: a script that it reads from its stdin, so that nothing
 * of it has to be written to a disk.
 */
final class LaunchText {
  private LaunchText() {}

  /**
   * The script.
   *
   * @param variables {@code name=value}; those that are only on their way to the command are not
   *     exported
   * @param words become the arguments
   */
  static byte[] of(List<String> variables, List<String> words) {
    StringBuilder text = new StringBuilder();
    for (String variable : variables) {
      int end = variable.indexOf('=');
      String name = variable.substring(0, end);
      text.append(name.startsWith(EnvironmentPlan.ALIAS) ? "" : "export ").append(name).append('=');
      quote(variable.substring(end + 1), text);
      text.append('\n');
    }
    text.append("set --");
    for (String word : words) {
      quote(word, text.append(' '));
    }
    // A group is whole or an error: who gets only a part of this, since its writer has died, does
    // nothing. And nobody waits for an end of this text: more may follow, for a later command.
    return text.append("\n{ ERRAND__go \"$@\"; }\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void quote(String text, StringBuilder quoted) {
    quoted.append('\'').append(text.replace("'", "'\\''")).append('\'');
  }
}
