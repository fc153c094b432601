package dev.errand.internal.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows by their ids. Most ids are automatic, {@code bg_N} with an N that counts up: their rows lie
 * in a {@link Ledger}, where the newest are next to each other. In a hash table a million of them
 * would be spread over all of memory, and every registration would wait for it.
 */
final class RowsById {
  private static final String AUTOMATIC = "bg_";
  private static final int MOST_DIGITS = 18;

  private final Map<String, Row> named = new HashMap<>();
  private final Ledger numbered = new Ledger();
  private long highest;

  /** The automatic id of this number. */
  static String automatic(long number) {
    return AUTOMATIC + number;
  }

  boolean contains(String id) {
    return find(id) != null;
  }

  @Nullable Row find(String id) {
    Row row = numbered.find(number(id));
    return row != null || named.isEmpty() ? row : named.get(id);
  }

  /** Adds a row; {@code lastGiven} is the last number that was given out. */
  void put(String id, Row row, long lastGiven) {
    long number = number(id);
    // Somebody may prefer an id that looks like an automatic one; only those that count up go into
    // the ledger.
    if (number == lastGiven && number > highest) {
      highest = number;
      numbered.append(number, row);
    } else {
      named.put(id, row);
    }
  }

  void remove(String id) {
    if (named.remove(id) == null) {
      numbered.remove(number(id));
    }
  }

  /** The number of an id that looks like an automatic one, or 0. */
  private static long number(String id) {
    int digits = id.length() - AUTOMATIC.length();
    if (digits < 1
        || digits > MOST_DIGITS
        || !id.startsWith(AUTOMATIC)
        || id.charAt(AUTOMATIC.length()) == '0') {
      return 0;
    }
    long number = 0;
    for (int i = AUTOMATIC.length(); i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
