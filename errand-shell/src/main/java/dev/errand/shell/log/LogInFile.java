package dev.errand.shell.log;

import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/**
 * A log opened for one call of a reader; not thread-safe.
 *
 * <p>A {@link RandomAccessFile} and no channel: a channel breaks when its thread is interrupted.
 */
final class OpenLog implements Closeable {

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

  private final LogFiles files;
  private final RandomAccessFile file;

  private OpenLog(LogFiles files, RandomAccessFile file) {
    this.files = files;
    this.file = file;
  }

  /** Opens it; nothing if there is no such file. */
  static Optional<OpenLog> open(LogFiles files) throws IOException {
    File path = files.output().toFile();
    try {
      return Optional.of(new OpenLog(files, new RandomAccessFile(path, "r")));
    } catch (FileNotFoundException _) {
      // Java says this also of files that are there and may not be read. Or it has come just now.
      return Files.exists(files.output())
          ? Optional.of(new OpenLog(files, new RandomAccessFile(path, "r")))
          : Optional.empty();
    }
  }

  long size() throws IOException {
    return file.length();
  }

  Released released() throws IOException {
    return Released.read(files);
  }

  LogState.Present state() throws IOException {
    long size = size();
    return new LogState.Present(size, released().within(size));
  }

  /**
   * Reads from a cursor, or from behind the part that was given up if it lies in there.
   *
   * @param cursor at most the size
   */
  Piece read(long cursor, int most) throws IOException {
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

  /** The bytes at a place, holes as zeros; fewer if the file ends. */
  byte[] bytes(long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(from);
    int got = 0;
    while (got < length) {
      int n = file.read(bytes, got, length - got);
      if (n < 0) {
        return Arrays.copyOf(bytes, got);
      }
      got += n;
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
