package dev.errand.internal.table;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Gives out ids (contract A2): {@code bg_N}, counting up and never given out twice; or the
 * preferred id, or the first free suffix above all taken ones.
 */
final class IdBook {
  private static final int LONGEST = 200;

  private final Predicate<String> taken;
  private final LongPredicate preferred;
  private final ToLongFunction<String> highestElsewhere;
  private final Map<String, TreeSet<Long>> suffixes = new HashMap<>();
  private long next = 1;

  /**
   * Gives out ids that are not taken.
   *
   * @param taken whether a run has this id
   * @param preferred whether a run has the automatic id of this number because it was asked for
   * @param highestElsewhere the highest suffix of this base among ids that were not taken here; 0
   *     if there is none
   */
  IdBook(
      Predicate<String> taken, LongPredicate preferred, ToLongFunction<String> highestElsewhere) {
    this.taken = taken;
    this.preferred = preferred;
    this.highestElsewhere = highestElsewhere;
  }

  /** The number that comes next. */
  long next() {
    return next;
  }

  /** Numbers below this one have been given out before. */
  void next(long number) {
    next = number;
  }

  /** The number of the next automatic id. */
  long automatic() {
    long number = next++;
    while (preferred.test(number)) { // no automatic one has a number that is still to come
      number = next++;
    }
    return number;
  }

  /** The preferred id, or what comes nearest to it. */
  String near(String preferred) {
    if (!taken.test(preferred)) {
      return preferred;
    }
    String base = preferred;
    while (true) {
      TreeSet<Long> known = suffixes.get(base);
      long highest = known == null ? highestElsewhere.applyAsLong(base) : known.last();
      long suffix = Math.max(2, highest + 1);
      while (taken.test(base + "-" + suffix)) {
        suffix++; // beyond the numbers that are kept in order
      }
      int room = LONGEST - 1 - Long.toString(suffix).length();
      if (base.length() <= room) {
        return base + "-" + suffix;
      }
      // A suffix must not make an id longer than ids may be, nor cut a character in two.
      base = base.substring(0, Character.isHighSurrogate(base.charAt(room - 1)) ? room - 1 : room);
    }
  }

  void take(String id) {
    SuffixedId suffixed = SuffixedId.parse(id);
    if (suffixed != null) {
      suffixes.computeIfAbsent(suffixed.base(), base -> new TreeSet<>()).add(suffixed.suffix());
    }
  }

  void giveBack(String id) {
    SuffixedId suffixed = SuffixedId.parse(id);
    if (suffixed != null) {
      suffixes.computeIfPresent(
          suffixed.base(),
          (base, known) -> {
            known.remove(suffixed.suffix());
            return known.isEmpty() ? null : known;
          });
    }
  }
}
