package dev.errand.cli;

import java.io.PrintStream;

/**
 * What Errand itself says: single lines on stderr that begin with {@code errand:}. Whatever comes
 * from outside may hold escape sequences that repaint the terminal, so every line is made printable
 * here, at the one place all of them pass.
 */
final class Messages {
  private final PrintStream err;

  Messages(PrintStream err) {
    this.err = err;
  }

  /** Says one thing. */
  void say(String line) {
    err.println("errand: " + printable(line));
    err.flush();
  }

  /**
   * The text on one line with nothing invisible in it: control characters, the separators that
   * Unicode adds to them, and the format characters that reorder or hide text are written as
   * escapes.
   */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendPrintable(shown, c));
    return shown.toString();
  }

  private static void appendPrintable(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isInvisible(c)) {
          shown.append(String.format(c <= 0xff ? "\\x%02x" : "\\u{%x}", c));
        } else {
          shown.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
