package dev.errand.cli.command;

import dev.errand.daemon.text.Printable;
import java.io.IOException;

/** What Errand itself says, on stderr: lines that begin with {@code errand:}, made printable. */
final class Say {
  private Say() {}

  /** Says one thing. */
  static void line(Client client, String text) throws IOException {
    client.err("errand: " + Printable.line(text) + "\n");
  }

  /** Says what could be done next, to people only. */
  static void hint(Client client, boolean quiet, String text) throws IOException {
    if (!quiet && client.errIsTerminal()) {
      line(client, text);
    }
  }
}
