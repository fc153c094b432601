package dev.errand.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64M}, {@code 1G}, {@code 500000}. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)(?:i?[bB])?");
  private static final long LEAST = 4L << 20;

  private Sizes() {}

  /** In bytes. */
  static long parse(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (size.matches()) {
      int shift =
          switch (size.group(2)) {
            case "k", "K" -> 10;
            case "m", "M" -> 20;
            case "g", "G" -> 30;
            default -> 0;
          };
      long bytes = Long.parseLong(size.group(1)) << shift;
      if (bytes >= LEAST) {
        return bytes;
      }
    }
    throw new IllegalArgumentException("must be a size of at least 4M, as in 64M or 1G");
  }
}
