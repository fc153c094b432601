package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.shell.text.Printable;
import java.io.IOException;
import java.util.List;

/** What Errand itself says, on stderr: lines that begin with {@code errand:}, made printable. */
final class Say {
  private Say() {}

  /** Says one thing. */
  static void line(Client client, String text) throws IOException {
    client.err("errand: " + Printable.line(text) + "\n");
  }

  /** From now on a signal makes the client leave, and these jobs go on. */
  static void leavesAtSignal(Client client, List<Job> jobs) throws IOException {
    String ids = String.join(" ", jobs.stream().map(Job::id).toList());
    client.onInterrupt(
        "left; what was looked at goes on: 'errand cancel " + ids + "' ends it", List.of());
  }

  /** Says what could be done next, to people only. */
  static void hint(Client client, boolean quiet, String text) throws IOException {
    if (!quiet && client.errIsTerminal()) {
      line(client, text);
    }
  }
}
