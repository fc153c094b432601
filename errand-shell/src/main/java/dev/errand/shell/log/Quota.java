package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much disk one log may use. When it nears this, the middle is given up: at least the first and
 * the last quarter stay.
 *
 * @param bytes at least {@link #LEAST}
 */
public record Quota(long bytes) {

  /** The smallest quota: 4 MiB, so that a quarter is 1 MiB. */
  public static final long LEAST = 4L << 20;

  /** What holds if nothing is said: 64 MiB. */
  public static final Quota DEFAULT = new Quota(64L << 20);

  /** Holes begin and end at multiples of this, so that the file system can free all of them. */
  static final long ALIGNMENT = 64L << 10;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is less than {@link #LEAST}
   */
  public Quota {
    if (bytes < LEAST) {
      throw new IllegalArgumentException(
          "The quota of a log must be at least " + LEAST + " bytes; it is " + bytes + ".");
    }
  }

  /**
   * Whether this file system can give back the middle of a file, which is how a quota is kept;
   * tried with a file of our own. Without that, a job that prints more than its quota ends.
   *
   * @throws IOException if no file can be written there
   */
  public static boolean canBeKeptIn(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "quota", null);
    try {
      Files.write(file, new byte[(int) (2 * ALIGNMENT)]);
      int descriptor = Posix.openFile(file);
      if (descriptor < 0) {
        throw new IOException(file + " cannot be opened, error " + -descriptor);
      }
      try {
        return Posix.punchHole(descriptor, 0, ALIGNMENT) == 0;
      } finally {
        var _ = Posix.close(descriptor);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** So much of the beginning always stays. */
  public long head() {
    return aligned(bytes / 4 + ALIGNMENT - 1);
  }

  /** So much of the end stays at least. */
  public long tail() {
    return bytes / 4;
  }

  /** When the log uses so much, some of it is given up. */
  long nearlyFull() {
    return bytes / 5 * 4;
  }

  /** Above this the writer is stopped until there is room. */
  long tooMuch() {
    return bytes / 10 * 11;
  }

  static long aligned(long offset) {
    return offset / ALIGNMENT * ALIGNMENT;
  }
}
