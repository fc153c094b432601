package dev.errand.shell.log;

import java.io.Closeable;
import java.io.IOException;

/** A log opened for one call of a reader, wherever it is; not thread-safe. */
abstract class OpenLog implements Closeable {

  /**
   * Bytes that follow each other.
   *
   * @param skipped how many were jumped over before them
   * @param size of the log when they were read
   * @param last whether what follows them at once is nothing, or the part that was given up
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from here to one reader, never shared
  record Piece(long from, byte[] bytes, long skipped, long size, boolean last) {
    long next() {
      return from + bytes.length;
    }
  }

  abstract long size() throws IOException;

  /** What is given up is told here before its bytes go. */
  abstract Released released() throws IOException;

  /** The bytes at a place, what was given up perhaps as zeros; fewer if the log ends. */
  abstract byte[] bytes(long from, int length) throws IOException;

  final LogState.Present state() throws IOException {
    long size = size();
    return new LogState.Present(size, released().within(size));
  }

  /**
   * Reads from a cursor, or from behind the part that was given up if it lies in there.
   *
   * @param cursor at most the size
   */
  final Piece read(long cursor, int most) throws IOException {
    Released before = released();
    while (true) {
      Piece piece = read(cursor, most, before);
      // Read again, for some of these bytes may have become a hole while we read them: what is to
      // become one is written down first.
      Released after = released();
      if (after.equals(before) || !after.touches(piece.from(), piece.next())) {
        return piece;
      }
      before = after;
    }
  }

  private Piece read(long cursor, int most, Released written) throws IOException {
    long size = size();
    Released released = written.within(size);
    long from = released.contains(cursor) ? released.end() : cursor;
    long end = from < released.start() ? released.start() : size;
    byte[] bytes = bytes(from, Math.clamp(end - from, 0, most));
    return new Piece(from, bytes, from - cursor, size, from + bytes.length == end);
  }

  @Override
  public void close() throws IOException {}
}
