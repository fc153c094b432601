package dev.errand.cli.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * What a daemon says from now on.
 *
 * @param from how long the log was before
 */
record DaemonLog(Path file, long from) {
  private static final int LONGEST = 4_096;
  private static final int LINES = 5;

  /** The log, made if it is not there yet, for us alone. */
  static DaemonLog open(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException usual) {
      // as it is after the first start
    }
    return new DaemonLog(file, Files.size(file));
  }

  /** The last of it, each line behind a line break, with a heading. */
  String lastLines() {
    List<String> lines;
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(Math.max(from, log.length() - LONGEST));
      byte[] bytes = new byte[(int) Math.min(LONGEST, log.length() - log.getFilePointer())];
      log.readFully(bytes);
      lines = new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
    } catch (IOException unreadable) {
      lines = List.of();
    }
    if (lines.isEmpty() || lines.getFirst().isEmpty()) {
      return " and did not say why in " + file;
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    return "; the end of " + file + ":\n" + String.join("\n", last);
  }
}
