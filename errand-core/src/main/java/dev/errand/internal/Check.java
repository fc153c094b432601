package dev.errand.internal;

import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Refuses bad arguments with a sentence that names the argument and the rule (contract L1). */
public final class Check {

  private Check() {}

  /** The value, which must be there. */
  public static <T> T notNull(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must not be null");
    }
    return value;
  }

  /** The condition must hold. */
  public static void argument(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** An int within bounds. */
  public static int range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", not " + value);
    }
    return value;
  }

  /** An int that is at least this. */
  public static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
    return value;
  }

  /** A string of 1 to {@code most} printable characters that is not blank; returned as given. */
  public static String printable(String name, @Nullable String value, int most) {
    String checked = notBlank(name, notNull(name, value), most);
    for (int i = 0; i < checked.length(); i += Character.charCount(checked.codePointAt(i))) {
      if (!isPrintable(checked.codePointAt(i))) {
        throw new IllegalArgumentException(
            name
                + " must have printable characters only, but character "
                + (i + 1)
                + " is U+"
                + HexFormat.of().withUpperCase().toHexDigits(checked.charAt(i)));
      }
    }
    return checked;
  }

  /**
   * No control or format characters (which hide or reorder text), no line separators, no half of a
   * pair.
   */
  private static boolean isPrintable(int codePoint) {
    if (codePoint >= 0x20 && codePoint < 0x7f) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** An owner: opaque, but {@link #storable}, not blank and at most 200 characters. */
  public static String owner(@Nullable String owner) {
    return storable("owner", notBlank("owner", notNull("owner", owner), 200));
  }

  /** A label: any {@link #storable} text that is not blank, up to 1,000 characters. */
  public static String label(@Nullable String label) {
    return storable("label", notBlank("label", notNull("label", label), 1_000));
  }

  /**
   * A string that every store keeps as it is. Durable ones keep UTF-8: half of a surrogate pair
   * would become a question mark, and with that two owners could become one.
   */
  static String storable(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isPair = i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !isPair)) {
        throw new IllegalArgumentException(
            name
                + " must be valid Unicode without U+0000, but character "
                + (i + 1)
                + " is U+"
                + HexFormat.of().withUpperCase().toHexDigits(c));
      }
      i += isPair ? 1 : 0;
    }
    return value;
  }

  /** A span of time that is longer than nothing. */
  public static Duration positive(String name, @Nullable Duration value) {
    Duration checked = notNull(name, value);
    if (checked.isZero() || checked.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than zero, not " + checked);
    }
    return checked;
  }

  /** A span of time that may be zero. */
  public static Duration notNegative(String name, @Nullable Duration value) {
    Duration checked = notNull(name, value);
    if (checked.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + checked);
    }
    return checked;
  }

  private static String notBlank(String name, String value, int most) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    if (value.length() > most) {
      throw new IllegalArgumentException(
          name + " must have at most " + most + " characters, not " + value.length());
    }
    return value;
  }
}
