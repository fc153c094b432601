package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real command that writes its output into the log of a folder, in a session of its own.
 *
 * <p>The numbered ones print lines of {@link #LINE} bytes, so that the byte at each cursor is
 * known.
 */
final class Writer implements AutoCloseable, Brake {
  static final int LINE = 11;
  private static final long FIRST = 1_000_000_000L;
  private static final int SIGKILL = 9;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  final AtomicInteger stops = new AtomicInteger();
  final AtomicInteger goesOn = new AtomicInteger();
  private final Process process;

  private Writer(Process process) {
    this.process = process;
  }

  static Writer start(LogFiles files, String script) throws IOException {
    return new Writer(
        new ProcessBuilder("setsid", "sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(files.output().toFile()))
            .start());
  }

  /** As fast as it goes. */
  static Writer numbered(LogFiles files, long bytes) throws IOException {
    return start(files, "seq " + FIRST + " " + (FIRST + bytes / LINE - 1));
  }

  /** 50 MB/s or more on an idle machine: two megabytes, and a pause that makes it so. */
  static Writer paced(LogFiles files, long bytes) throws IOException {
    return start(files, pacedScript(bytes));
  }

  /** The same, not before this file is there. */
  static Writer pacedFrom(Path file, LogFiles files, long bytes) throws IOException {
    return start(files, "until [ -e '" + file + "' ]; do sleep 0.02; done; " + pacedScript(bytes));
  }

  private static String pacedScript(long bytes) {
    long lines = 2_000_000 / LINE;
    long end = FIRST + bytes / LINE;
    return "a=%d; while [ $a -lt %d ]; do seq $a $((a + %d)); a=$((a + %d)); sleep 0.02; done"
        .formatted(FIRST, end, lines - 1, lines);
  }

  /** What a numbered writer has printed there. */
  static byte[] printed(long from, int length) {
    byte[] bytes = new byte[length];
    long line = from / LINE;
    int column = (int) (from % LINE);
    byte[] digits = digits(line);
    for (int i = 0; i < length; i++) {
      bytes[i] = digits[column];
      if (++column == LINE) {
        column = 0;
        digits = digits(++line);
      }
    }
    return bytes;
  }

  private static byte[] digits(long line) {
    return ((FIRST + line) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  void await() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the writer has not ended: " + process.info());
    }
  }

  WriterId id() {
    return new WriterId(process.pid(), LogGuard.startOf(process.pid()).orElseThrow());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void stop() {
    stops.incrementAndGet();
    Posix.kill(-process.pid(), SIGSTOP);
  }

  @Override
  public void goOn() {
    goesOn.incrementAndGet();
    Posix.kill(-process.pid(), SIGCONT);
  }

  @Override
  public void close() {
    Posix.kill(-process.pid(), SIGKILL);
    process.destroyForcibly();
  }
}
