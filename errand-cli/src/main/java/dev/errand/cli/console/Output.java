package dev.errand.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The bytes of a job on their way to stdout, unchanged and unbuffered. A job is background work:
 * when nobody listens any more it goes on, and only the copying stops.
 */
public final class Output {
  private final OutputStream out;
  private boolean open = true;
  private volatile Optional<String> failure = Optional.empty();

  /** Writes to this stream, which must not have a buffer. */
  public Output(OutputStream out) {
    this.out = out;
  }

  /** Writes the bytes, or drops them if writing has failed before. For one thread. */
  public void write(byte[] bytes, int length) {
    if (!open) {
      return;
    }
    try {
      out.write(bytes, 0, length);
      out.flush();
    } catch (IOException failed) {
      open = false;
      if (!readerIsGone(failed)) {
        failure = Optional.of("stdout: " + failed.getMessage());
      }
    }
  }

  /** Whether anybody still takes what is written. For the thread that writes. */
  public boolean isOpen() {
    return open;
  }

  /** Why output was lost although somebody wanted it: a full disk, not a reader that left. */
  public Optional<String> failure() {
    return failure;
  }

  private static boolean readerIsGone(IOException failed) {
    String why = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    return why.contains("broken pipe") || stdoutIsPipe();
  }

  /** The message is in the user's language; but writing to a pipe fails for no other reason. */
  private static boolean stdoutIsPipe() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException unknown) {
      return false;
    }
  }
}
