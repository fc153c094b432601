package dev.errand.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps texts and data within their bounds (contract L2). Sizes are counted in bytes of UTF-8. */
public final class Texts {
  /** The most that the text of an end, a progress report or a payload may take. */
  public static final int MAX_TEXT_BYTES = 1024 * 1024;

  /** The most that structured data may take. */
  public static final int MAX_DATA_BYTES = 256 * 1024;

  private static final int MARKER_RESERVE = 64;

  private Texts() {}

  /**
   * A text within its bound.
   *
   * @param text the text, or its head and tail around a note of how much is missing
   * @param truncated whether the middle is missing
   */
  public record Bounded(String text, boolean truncated) {}

  /** Keeps head and tail of a text that is too long. */
  public static Bounded bound(String text) {
    if (fits(text, MAX_TEXT_BYTES)) {
      return new Bounded(text, false);
    }
    int half = (MAX_TEXT_BYTES - MARKER_RESERVE) / 2;
    int headEnd = headWithin(text, half);
    int tailStart = tailWithin(text, half);
    String marker = "\n[… " + (tailStart - headEnd) + " characters left out …]\n";
    return new Bounded(text.substring(0, headEnd) + marker + text.substring(tailStart), true);
  }

  /** Refuses structured data that is too large, since half of it would be worthless. */
  public static Optional<String> checkData(String name, Optional<String> data) {
    if (data.isPresent() && !fits(data.get(), MAX_DATA_BYTES)) {
      throw new IllegalArgumentException(
          name
              + " must have at most "
              + MAX_DATA_BYTES
              + " bytes in UTF-8, not "
              + utf8Length(data.get()));
    }
    return data;
  }

  /** Refuses a payload that is too large, or that a handler would not get as it was given. */
  public static void checkPayload(@Nullable String payload) {
    String checked = Check.notNull("payload", payload);
    if (!fits(checked, MAX_TEXT_BYTES)) {
      throw new IllegalArgumentException(
          "payload must have at most "
              + MAX_TEXT_BYTES
              + " bytes in UTF-8, not "
              + utf8Length(checked));
    }
    Check.storable("payload", checked);
  }

  private static boolean fits(String text, int bytes) {
    // A char takes at most three bytes; only texts near the bound are counted.
    return text.length() <= bytes / 3 || (text.length() <= bytes && utf8Length(text) <= bytes);
  }

  /** How long a text is in UTF-8. */
  public static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += utf8Length(text.charAt(i));
    }
    return bytes;
  }

  /**
   * Each half of a surrogate pair counts two of its four bytes; a lone one is written as three at
   * most.
   */
  private static int utf8Length(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  private static int headWithin(String text, int bytes) {
    int end = 0;
    for (int room = bytes; end < text.length(); end++) {
      room -= utf8Length(text.charAt(end));
      if (room < 0) {
        break;
      }
    }
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static int tailWithin(String text, int bytes) {
    int start = text.length();
    for (int room = bytes; start > 0; start--) {
      room -= utf8Length(text.charAt(start - 1));
      if (room < 0) {
        break;
      }
    }
    return Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start;
  }
}
