package dev.errand.shell.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that a search has arrived at, or a piece of it: a long line is looked at in pieces that
 * overlap, so that memory and the time of a pattern are bounded and a match at a border is found.
 *
 * <p>A piece that is not the beginning of its line has the byte before it as well; it is there for
 * {@code ^} and {@code \b} and no part of what is found.
 */
final class LinePiece {
  private static final int OVERLAP = 1024;

  private final byte[] bytes = new byte[JobLog.LONGEST_LINE + 1];
  private int length;
  private int before;
  private long start;

  /** Begins a line. */
  void begin(long cursor) {
    start = cursor;
    length = 0;
    before = 0;
  }

  /** Begins in the middle of a line. */
  void beginInside(long cursor, byte byteBefore) {
    begin(cursor - 1);
    bytes[length++] = byteBefore;
    before = 1;
  }

  void add(byte b) {
    bytes[length++] = b;
  }

  boolean full() {
    return length == bytes.length;
  }

  boolean isEmpty() {
    return length == before;
  }

  /** The cursor of the first byte. */
  long start() {
    return start + before;
  }

  /** Keeps the last part only, as the beginning of the next piece of the same line. */
  void goOn() {
    int kept = Math.min(OVERLAP, length);
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    start += length - kept;
    length = kept;
    before = 1;
  }

  /** What comes after the bytes that are here. */
  enum After {
    /** The end of the line. */
    END,
    /** More of the same line. */
    MORE,
    /** Nothing yet, or nothing that is still there. */
    NOTHING
  }

  /**
   * Tries a pattern.
   *
   * @throws GuardedText.TimeUp if it takes too long
   */
  Optional<LogMatch> match(Pattern pattern, After after, BooleanSupplier timeUp) {
    boolean feed = after == After.END && !isEmpty() && bytes[length - 1] == '\r';
    String shown = text(before, feed ? length - 1 : length);
    String tried = text(0, before) + shown;
    // The last character of a piece is looked at again with the next; here it is there so that "$"
    // sees that the line goes on.
    int to = after == After.MORE ? Math.max(before, tried.length() - 1) : tried.length();
    Matcher matcher =
        pattern
            .matcher(new GuardedText(tried, timeUp))
            .useAnchoringBounds(false)
            .useTransparentBounds(true)
            .region(before, to);
    return matcher.find()
        ? Optional.of(new LogMatch(start(), shown, before > 0 || after != After.END))
        : Optional.empty();
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
