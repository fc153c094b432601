package dev.errand.shell.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small file that says why the output of a run is not there any more. */
final class RemovedMarker {
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18})\n");

  private RemovedMarker() {}

  static Optional<LogState.Removed> read(LogFiles files) throws IOException {
    String line;
    try {
      line = new String(Files.readAllBytes(files.removed()), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.of(new LogState.Removed(0, 0, Instant.EPOCH));
    }
    return Optional.of(
        new LogState.Removed(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Instant.ofEpochMilli(Long.parseLong(matcher.group(3)))));
  }

  static void write(LogFiles files, LogState.Removed removed) throws IOException {
    LogFiles.replace(
        files.removed(),
        removed.size() + " " + removed.budget() + " " + removed.at().toEpochMilli() + "\n");
  }
}
