package dev.errand.shell;

import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogState;
import dev.errand.shell.log.LogTail;

/**
 * What the owner of a command is told at its end: how it ended, its last words, where the rest is.
 */
final class EndText {
  private final JobLog log;
  private final int characters;

  /**
   * About the command with this log.
   *
   * @param characters how many of the last ones are told
   */
  EndText(JobLog log, int characters) {
    this.log = log;
    this.characters = characters;
  }

  /** The text, beginning with this line. */
  String of(String status) {
    LogTail tail = log.lastPart(characters);
    if (!(tail.state() instanceof LogState.Present)) {
      return status + "\n[" + tail.state().sentence() + "]";
    }
    if (tail.next() == 0) {
      return status + "\n[It printed nothing.]";
    }
    String head =
        tail.from() == 0
            ? ""
            : "[The last part, from cursor %d of %d bytes.]\n".formatted(tail.from(), tail.next());
    String newline = tail.text().endsWith("\n") ? "" : "\n";
    return status
        + "\n"
        + head
        + tail.text()
        + newline
        + "[Log ends at cursor "
        + tail.next()
        + ".]";
  }
}
