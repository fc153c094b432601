package dev.errand.shell.log;

import dev.errand.spi.RunOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * What a run printed, read by cursor: while it runs, when it has ended, and after we were away.
 *
 * <p>A cursor is an offset in all that was ever printed and stays valid. When the middle of a log
 * was given up to keep its quota, a cursor in there leads to the end of that part, and the answer
 * says how many bytes are missing.
 *
 * <p>A log that is not there yet, or was removed, is no error: each answer has a {@link LogState}.
 *
 * <p>Of a run on another machine it is the copy in the store, which comes a little later, lacks the
 * middle of long logs, and is there for good when it has settled.
 *
 * <p>Immutable, thread-safe; holds nothing open. Its methods block for as long as the disk needs,
 * or the store, and throw {@link dev.errand.StoreException} if that fails.
 */
public final class JobLog {

  /** Most bytes of a line that a search tries at once and shows: 8 KiB. */
  public static final int LONGEST_LINE = 8 * 1024;

  /** Most bytes that one answer may have: 16 MiB. */
  public static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  /** Fewest bytes that one answer must be allowed to have, so that each character fits: 4. */
  public static final int SHORTEST_ANSWER = 4;

  /** Fewest bytes that one search must be allowed to go through: 64 KiB. */
  public static final int SHORTEST_SEARCH = 64 * 1024;

  /** How many characters are shown of an end if not said otherwise: 8,000. */
  public static final int LAST_PART = 8_000;

  @FunctionalInterface
  private interface Reading<T> {
    T from(OpenLog log, boolean ended) throws IOException;
  }

  @FunctionalInterface
  private interface Missing<T> {
    T of(LogState absence, boolean ended);
  }

  private final LogSource source;

  private JobLog(LogSource source) {
    this.source = source;
  }

  /**
   * The log in a folder.
   *
   * @param folder the folder of the run
   * @param ended whether the run has ended, so that nothing more will be written; asked often
   */
  public JobLog(Path folder, BooleanSupplier ended) {
    this(new LogSource.InFolder(folder, ended));
  }

  /** The copy of a log in a store (contract K3). */
  public static JobLog inStore(RunOutput output, RunOutput.Key run) {
    return new JobLog(new LogSource.InStore(output, run));
  }

  /** What there is of the log now. */
  public LogState state() {
    return this.<LogState>reading((log, over) -> log.state(), (absence, over) -> absence);
  }

  /**
   * Reads a page. It ends at the end of a character where there is one.
   *
   * @param cursor from 0 to the size of the log
   * @param most bytes, from {@link #SHORTEST_ANSWER} to {@link #LONGEST_ANSWER}
   * @throws IllegalArgumentException if the cursor lies beyond the end or one of these is out of
   *     range
   * @throws UncheckedIOException if the log is there and cannot be read
   */
  public LogPage read(long cursor, int most) {
    checkCursor(cursor);
    checkRange("most", most, SHORTEST_ANSWER, LONGEST_ANSWER);
    return reading(
        (log, over) -> {
          checkWithin(cursor, log.size());
          return page(log, cursor, most, over);
        },
        (absence, over) -> LogPage.nothing(absence, cursor, over));
  }

  /**
   * Follows the log from a cursor to its end.
   *
   * @throws IllegalArgumentException if the cursor is negative
   */
  public LogFollower follow(long cursor) {
    checkCursor(cursor);
    return new LogFollower(this, cursor);
  }

  /**
   * The last lines; one that has no end yet counts.
   *
   * @param lines at least 1
   * @param most bytes, from {@link #SHORTEST_ANSWER} to {@link #LONGEST_ANSWER}
   * @throws IllegalArgumentException if one of these is out of range
   * @throws UncheckedIOException if the log is there and cannot be read
   */
  public LogTail lastLines(int lines, int most) {
    checkRange("lines", lines, 1, Integer.MAX_VALUE - 1);
    checkRange("most", most, SHORTEST_ANSWER, LONGEST_ANSWER);
    return tail((log, over) -> TailReader.lines(log, lines, most, over));
  }

  /**
   * The last characters (code points).
   *
   * @param characters from 1 to a quarter of {@link #LONGEST_ANSWER}
   * @throws IllegalArgumentException if this is out of range
   * @throws UncheckedIOException if the log is there and cannot be read
   */
  public LogTail lastCharacters(int characters) {
    return characters(characters, false);
  }

  /** The {@linkplain #lastPart(int) last part} with {@link #LAST_PART} characters. */
  public LogTail lastPart() {
    return lastPart(LAST_PART);
  }

  /**
   * The end of the log as it is shown with a status: at most so many characters, from the beginning
   * of a line if one is near.
   *
   * @param characters from 1 to a quarter of {@link #LONGEST_ANSWER}
   * @throws IllegalArgumentException if this is out of range
   * @throws UncheckedIOException if the log is there and cannot be read
   */
  public LogTail lastPart(int characters) {
    return characters(characters, true);
  }

  /**
   * Searches for lines in which a pattern is found. Of a line longer than {@link #LONGEST_LINE} the
   * first piece is shown in which it is; there {@code .*} goes no further than the piece.
   *
   * <p>Answers with what it has after 2 s.
   *
   * @param cursor from 0 to the size of the log; may lie in the middle of a line
   * @param matches how many at most; at least 1
   * @param most bytes to go through, at least {@link #SHORTEST_SEARCH}
   * @throws IllegalArgumentException if the cursor lies beyond the end or one of these is out of
   *     range
   * @throws SearchTooSlowException if the pattern needs more than half a second with one line
   * @throws UncheckedIOException if the log is there and cannot be read
   */
  public LogMatches search(Pattern pattern, long cursor, int matches, long most) {
    checkCursor(cursor);
    checkRange("matches", matches, 1, Integer.MAX_VALUE);
    checkRange("most", most, SHORTEST_SEARCH, Long.MAX_VALUE);
    return reading(
        (log, over) -> {
          checkWithin(cursor, log.size());
          return new Search(log, pattern, matches, over).run(cursor, most);
        },
        (absence, over) -> new LogMatches(absence, List.of(), cursor, 0, true, over));
  }

  /**
   * As {@link #read}, but a log that is shorter than the cursor was cut off: goes on at its end.
   */
  LogPage readAfterCut(long cursor, int most) {
    return reading(
        (log, over) -> page(log, Math.min(cursor, log.size()), most, over),
        (absence, over) -> LogPage.nothing(absence, cursor, over));
  }

  private LogPage page(OpenLog log, long cursor, int most, boolean over) throws IOException {
    OpenLog.Piece piece = log.read(cursor, most);
    byte[] bytes = piece.bytes();
    boolean atEnd = piece.next() >= piece.size();
    // A character that goes on behind this page is left to the next one. Before a part that was
    // given up, and at the end of a run, nothing can finish it.
    boolean mayGoOn = !piece.last() || (atEnd && !over);
    if (mayGoOn) {
      int open = Utf8.unfinished(bytes, 0, bytes.length);
      bytes = Arrays.copyOf(bytes, bytes.length - open);
    }
    LogState state = new LogState.Present(piece.size(), log.released().within(piece.size()));
    return new LogPage(state, piece.from(), piece.skipped(), bytes, atEnd, atEnd && over);
  }

  private LogTail characters(int characters, boolean lineStart) {
    checkRange("characters", characters, 1, LONGEST_ANSWER / 4);
    return tail((log, over) -> TailReader.characters(log, characters, lineStart, over));
  }

  private LogTail tail(Reading<LogTail> reading) {
    return reading(reading, (absence, over) -> new LogTail(absence, 0, 0, "", false, over));
  }

  private <T> T reading(Reading<T> reading, Missing<T> missing) {
    try {
      LogSource.Found found = source.find();
      if (found.log().isEmpty()) {
        return missing.of(source.absence(), found.ended());
      }
      try (OpenLog log = found.log().get()) {
        return reading.from(log, found.ended());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The log in " + source + " cannot be read.", e);
    }
  }

  /** How long whoever follows it waits before looking again. */
  Duration betweenLooks() {
    return source.betweenLooks();
  }

  private static void checkCursor(long cursor) {
    if (cursor < 0) {
      throw new IllegalArgumentException("cursor must be 0 or more; it is " + cursor + ".");
    }
  }

  private static void checkWithin(long cursor, long size) {
    if (cursor > size) {
      throw new IllegalArgumentException(
          "cursor must be at most the size of the log, " + size + "; it is " + cursor + ".");
    }
  }

  private static void checkRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " must be from " + least + " to " + most + "; it is " + value + ".");
    }
  }
}
