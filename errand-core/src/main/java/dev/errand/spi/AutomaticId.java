package dev.errand.spi;

/**
 * The ids that a store gives out by itself (contract A2): {@code bg_N}. Only the number is kept;
 * the text is made when somebody asks.
 */
public final class AutomaticId {
  private static final String PREFIX = "bg_";
  private static final int MOST_DIGITS = 18;

  private AutomaticId() {}

  /** The id of this number. */
  public static String of(long number) {
    return PREFIX + number;
  }

  /** The number of an id that looks like an automatic one, or 0. */
  public static long numberOf(String id) {
    int digits = id.length() - PREFIX.length();
    if (digits < 1
        || digits > MOST_DIGITS
        || !id.startsWith(PREFIX)
        || id.charAt(PREFIX.length()) == '0') {
      return 0;
    }
    long number = 0;
    for (int i = PREFIX.length(); i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
