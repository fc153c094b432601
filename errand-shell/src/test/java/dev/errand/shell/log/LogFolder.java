package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/** The folder of a run without a run: the test prints, ends and releases. */
final class LogFolder {
  final LogFiles files;
  final AtomicBoolean ended = new AtomicBoolean();
  final JobLog log;

  LogFolder(Path folder) {
    files = new LogFiles(folder);
    log = new JobLog(folder, ended::get);
  }

  LogFolder print(String text) throws IOException {
    return print(text.getBytes(StandardCharsets.UTF_8));
  }

  LogFolder print(byte[] bytes) throws IOException {
    Files.write(files.output(), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return this;
  }

  LogFolder end() {
    ended.set(true);
    return this;
  }

  LogFolder release(long start, long end) throws IOException {
    new Released(start, end).write(files);
    return punch(start, end);
  }

  LogFolder punch(long start, long end) {
    int file = Posix.openFile(files.output());
    int result = Posix.punchHole(file, start, end - start);
    Posix.close(file);
    if (file < 0 || result != 0) {
      throw new IllegalStateException("open " + file + ", punch " + result);
    }
    return this;
  }
}
