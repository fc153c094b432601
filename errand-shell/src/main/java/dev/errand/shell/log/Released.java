package dev.errand.shell.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one part in the middle of a log whose bytes were given up to keep its quota. It begins where
 * it began; only its end moves, forward.
 *
 * <p>It is written down before the bytes go. So who reads bytes first and this afterwards knows
 * which of them can be trusted, and no zero of a hole is ever taken for output.
 *
 * @param start the first byte that is gone
 * @param end the first byte after it that is there again; the same as {@code start}: nothing is
 *     gone
 */
public record Released(long start, long end) {

  /** Nothing was given up. */
  public static final Released NOTHING = new Released(0, 0);

  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18})\n");

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the end lies before the start, or the start before 0
   */
  public Released {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("0 <= start <= end must hold; " + start + ", " + end);
    }
  }

  /** How many bytes are gone. */
  public long length() {
    return end - start;
  }

  /** Whether this byte is gone. */
  public boolean contains(long cursor) {
    return start <= cursor && cursor < end;
  }

  /** Whether one of these bytes is gone. */
  boolean touches(long from, long to) {
    return from < end && start < to;
  }

  /** The part of this that a log of this size has; a log may have been cut off by somebody. */
  Released within(long size) {
    if (end <= size) {
      return this;
    }
    return start >= size ? NOTHING : new Released(start, size);
  }

  /** What is written down; {@link #NOTHING} if nothing is, or nothing that can be understood. */
  static Released read(LogFiles files) throws IOException {
    String line;
    try {
      line = new String(Files.readAllBytes(files.released()), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException _) {
      return NOTHING;
    }
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return NOTHING;
    }
    long start = Long.parseLong(matcher.group(1));
    long end = Long.parseLong(matcher.group(2));
    return end < start ? NOTHING : new Released(start, end);
  }

  /** Writes it down. */
  void write(LogFiles files) throws IOException {
    if (length() == 0) {
      Files.deleteIfExists(files.released());
    } else {
      LogFiles.replace(files.released(), start + " " + end + "\n");
    }
  }
}
