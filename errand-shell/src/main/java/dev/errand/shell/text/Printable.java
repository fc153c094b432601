package dev.errand.shell.text;

/**
 * Text from outside, made harmless for a terminal: it may hold escape sequences that repaint the
 * screen, and characters that hide or reorder what is written.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text on one line with nothing invisible in it: control characters, the separators that
   * Unicode adds to them, and the format characters that reorder or hide text are written as
   * escapes.
   */
  public static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
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
