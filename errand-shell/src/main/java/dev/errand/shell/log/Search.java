package dev.errand.shell.log;

import dev.errand.shell.log.LinePiece.After;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One search through a part of a log; used once, by one thread. */
final class Search {
  private static final int BLOCK = 64 * 1024;

  /** After this a search answers with what it has. */
  private static final long TIME = Duration.ofSeconds(2).toNanos();

  /** One line takes microseconds; what needs this long will not get done. */
  static final Duration TIME_OF_A_LINE = Duration.ofMillis(500);

  private final OpenLog log;
  private final Pattern pattern;
  private final int most;
  private final boolean ended;

  private final List<LogMatch> matches = new ArrayList<>();
  private final LinePiece line = new LinePiece();
  private final long began = System.nanoTime();
  private long cursor;
  private long skipped;

  /** Whether the line that we are in has matched, so that only its end is looked for. */
  private boolean matched;

  Search(OpenLog log, Pattern pattern, int most, boolean ended) {
    this.log = log;
    this.pattern = pattern;
    this.most = most;
    this.ended = ended;
  }

  /** Searches from a cursor, through at most so many bytes. */
  LogMatches run(long from, long bytes) throws IOException {
    cursor = from;
    begin(from);
    long left = bytes;
    boolean atEnd = false;
    while (goesOn() && left > 0 && !atEnd) {
      OpenLog.Piece piece = log.read(cursor, (int) Math.min(BLOCK, left));
      if (piece.skipped() > 0) {
        skipped += piece.skipped();
        endOfPart(piece.from());
      }
      left -= piece.bytes().length;
      cursor = piece.from();
      take(piece.bytes());
      atEnd = cursor >= piece.size();
    }
    if (atEnd) {
      lastLine();
    }
    boolean complete = atEnd && ended;
    return new LogMatches(
        log.state(), matches, complete ? cursor : next(), skipped, atEnd, complete);
  }

  private boolean goesOn() {
    return (matches.size() < most || matched) && System.nanoTime() - began < TIME;
  }

  /** A cursor may lie in the middle of a line: the byte before it tells. */
  private void begin(long from) throws IOException {
    line.begin(from);
    if (from > 0) {
      byte[] before = log.bytes(from - 1, 1);
      if (before.length == 1 && before[0] != '\n') {
        line.beginInside(from, before[0]);
      }
    }
  }

  private void take(byte[] bytes) {
    for (byte b : bytes) {
      cursor++;
      if (b == '\n') {
        tryLine(After.END);
        matched = false;
        line.begin(cursor);
        if (matches.size() == most) {
          return;
        }
      } else if (!matched) {
        line.add(b);
        if (line.full()) {
          tryLine(After.MORE);
          line.goOn();
        }
      }
    }
  }

  /** What comes before a part that was given up, and what comes after it, are no one line. */
  private void endOfPart(long next) {
    if (!line.isEmpty()) {
      tryLine(After.NOTHING);
    }
    matched = false;
    line.beginInside(next, (byte) 0);
  }

  /** A last line without an end may be all that is shown for hours: a question, a progress bar. */
  private void lastLine() {
    if (!line.isEmpty()) {
      tryLine(ended ? After.END : After.NOTHING);
    }
  }

  /** An unfinished line that has not matched is tried again, from its last piece on. */
  private long next() {
    return matched ? cursor : line.start();
  }

  private void tryLine(After after) {
    if (matched || matches.size() == most) {
      return;
    }
    long start = System.nanoTime();
    long limit = TIME_OF_A_LINE.toNanos();
    try {
      Optional<LogMatch> found =
          line.match(pattern, after, () -> System.nanoTime() - start > limit);
      if (found.isPresent()) {
        matches.add(found.get());
        matched = true;
      }
    } catch (GuardedText.TimeUp | StackOverflowError _) {
      throw new SearchTooSlowException(pattern.pattern(), line.start(), TIME_OF_A_LINE);
    }
  }
}
