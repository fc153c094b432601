package dev.errand.sql.postgres;

import dev.errand.sql.rows.TextCodec;

/**
 * Texts without what PostgreSQL refuses: NUL, and halves of characters. Each is written behind a
 * character that nobody uses, which is written so itself.
 */
final class PostgresText implements TextCodec {
  static final TextCodec INSTANCE = new PostgresText();

  private static final char MARK = '\uF8FE';
  private static final int HEX = 4;

  private PostgresText() {}

  @Override
  public String encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isMarked(text, i)) {
        return encoded(text, i);
      }
    }
    return text;
  }

  private static String encoded(String text, int first) {
    StringBuilder kept = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      if (isMarked(text, i)) {
        kept.append(MARK).append("%04x".formatted((int) text.charAt(i)));
      } else {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  private static boolean isMarked(String text, int at) {
    char c = text.charAt(at);
    if (c == 0 || c == MARK) {
      return true;
    }
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  @Override
  public String decode(String kept) {
    int mark = kept.indexOf(MARK);
    if (mark < 0) {
      return kept;
    }
    StringBuilder text = new StringBuilder(kept.length());
    int from = 0;
    while (mark >= 0) {
      int end = mark + 1 + HEX;
      text.append(kept, from, mark).append((char) Integer.parseInt(kept, mark + 1, end, 16));
      from = end;
      mark = kept.indexOf(MARK, from);
    }
    return text.append(kept, from, kept.length()).toString();
  }
}
