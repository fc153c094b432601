package dev.errand.internal.table;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives out ids (contract A2): {@code bg_N}, counting up and never given out twice; or the
 * preferred id, or the first free suffix above all taken ones.
 */
final class IdBook {
  private static final int LONGEST = 200;
  private static final Pattern SUFFIXED =
      Pattern.compile("(.+)-([1-9][0-9]{0,17})", Pattern.DOTALL);

  private final Predicate<String> taken;
  private final LongPredicate preferred;
  private final Map<String, TreeSet<Long>> suffixes = new HashMap<>();
  private long next = 1;

  /**
   * Gives out ids that are not taken.
   *
   * @param taken whether a run has this id
   * @param preferred whether a run has the automatic id of this number because it was asked for
   */
  IdBook(Predicate<String> taken, LongPredicate preferred) {
    this.taken = taken;
    this.preferred = preferred;
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
      long suffix = known == null ? 2 : Math.max(2, known.last() + 1);
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
    @Nullable Matcher suffixed = suffixed(id);
    if (suffixed != null) {
      suffixes
          .computeIfAbsent(suffixed.group(1), base -> new TreeSet<>())
          .add(Long.valueOf(suffixed.group(2)));
    }
  }

  void giveBack(String id) {
    @Nullable Matcher suffixed = suffixed(id);
    if (suffixed != null) {
      suffixes.computeIfPresent(
          suffixed.group(1),
          (base, known) -> {
            known.remove(Long.valueOf(suffixed.group(2)));
            return known.isEmpty() ? null : known;
          });
    }
  }

  private static @Nullable Matcher suffixed(String id) {
    if (id.indexOf('-') < 0) {
      return null; // the automatic ids, and most others
    }
    Matcher matcher = SUFFIXED.matcher(id);
    return matcher.matches() ? matcher : null;
  }
}
