package dev.errand.cli.console;

import dev.errand.shell.text.Printable;
import java.io.PrintStream;

/**
 * What Errand itself says: single lines on stderr that begin with {@code errand:}. Whatever comes
 * from outside may hold escape sequences that repaint the terminal, so every line is made printable
 * here, at the one place all of them pass.
 */
public final class Messages {
  private final PrintStream err;

  /** Says things on this stream. */
  public Messages(PrintStream err) {
    this.err = err;
  }

  /** Begins a new line. */
  public void newLine() {
    err.println();
  }

  /** Says one thing. */
  public void say(String line) {
    err.println("errand: " + Printable.line(line));
    err.flush();
  }
}
