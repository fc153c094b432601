package dev.errand.internal.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An id such as {@code build-3}: what was preferred, and the number that told it from others
 * (contract A2).
 *
 * @param base what stands before the last dash
 * @param suffix the number behind it
 */
public record SuffixedId(String base, long suffix) {
  private static final Pattern PATTERN = Pattern.compile("(.+)-([1-9][0-9]{0,17})", Pattern.DOTALL);

  /** The parts of an id; null if it has no such suffix. */
  public static @Nullable SuffixedId parse(String id) {
    if (id.indexOf('-') < 0) {
      return null; // the automatic ids, and most others
    }
    Matcher matcher = PATTERN.matcher(id);
    return matcher.matches()
        ? new SuffixedId(matcher.group(1), Long.parseLong(matcher.group(2)))
        : null;
  }
}
