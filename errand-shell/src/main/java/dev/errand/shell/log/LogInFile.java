package dev.errand.shell.log;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/**
 * The log itself.
 *
 * <p>A {@link RandomAccessFile} and no channel: a channel breaks when its thread is interrupted.
 */
final class LogInFile extends OpenLog {
  private final LogFiles files;
  private final RandomAccessFile file;

  private LogInFile(LogFiles files, RandomAccessFile file) {
    this.files = files;
    this.file = file;
  }

  /** Opens it; nothing if there is no such file. */
  static Optional<OpenLog> open(LogFiles files) throws IOException {
    File path = files.output().toFile();
    try {
      return Optional.of(new LogInFile(files, new RandomAccessFile(path, "r")));
    } catch (FileNotFoundException _) {
      // Java says this also of files that are there and may not be read. Or it has come just now.
      return Files.exists(files.output())
          ? Optional.of(new LogInFile(files, new RandomAccessFile(path, "r")))
          : Optional.empty();
    }
  }

  @Override
  long size() throws IOException {
    return file.length();
  }

  @Override
  Released released() throws IOException {
    return Released.read(files);
  }

  @Override
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
