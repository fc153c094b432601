package dev.errand.shell.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans of time as people type and read them. */
public final class DurationText {
  static final String RULE = "a time such as 500ms, 90s, 5m, 1h30m, 2d or PT1M30S";

  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)(?:\\.(\\d{1,9}))?s)?(?:(\\d+)ms)?");
  private static final Pattern ISO = Pattern.compile("[pP].*");

  private DurationText() {}

  /**
   * Reads {@code 1h30m}, or ISO-8601. Units go from the longest to the shortest; a bare number is
   * refused, since nobody can tell whether it means seconds.
   *
   * @throws IllegalArgumentException if the text is something else, or the time is zero
   */
  public static Duration parse(String text) {
    try {
      Duration parsed = ISO.matcher(text).matches() ? Duration.parse(text) : parseShort(text);
      if (parsed.isPositive()) {
        return parsed;
      }
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException wrong) {
      throw refused(text, wrong);
    }
    throw refused(text, null);
  }

  /** The time for people: {@code 0.6 s}, {@code 2 min 5 s}, {@code 1 h 2 min}. */
  public static String show(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", Math.floor(time.toMillis() / 100.0) / 10);
    }
    return time.compareTo(Duration.ofHours(1)) < 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  private static Duration parseShort(String text) {
    Matcher parts = SHORT.matcher(text);
    if (!parts.matches()) {
      return Duration.ZERO;
    }
    return Duration.ofDays(number(parts, 1))
        .plusHours(number(parts, 2))
        .plusMinutes(number(parts, 3))
        .plusSeconds(number(parts, 4))
        .plusNanos(fraction(parts.group(5)))
        .plusMillis(number(parts, 6));
  }

  private static long number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static long fraction(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "00000000").substring(0, 9));
  }

  private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
    return new IllegalArgumentException("must be " + RULE + ", not '" + text + "'", cause);
  }
}
