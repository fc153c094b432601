package dev.errand.shell.process;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The way to the stdin of a command. A helper of its supervisor keeps it open, so it gets
 * end-of-file when somebody asks for it, and not when one of us dies. Thread-safe.
 */
final class StdinPipe {
  private static final Duration HELPER_WITHIN = Duration.ofSeconds(10);
  private static final int FIRST_NAP_MILLIS = 1;
  private static final int LONGEST_NAP_MILLIS = 50;

  private final RunFiles files;
  private final BooleanSupplier alive;
  // So that what two threads send does not mix. Waiting for it is bounded by the waits of the
  // others.
  private final ReentrantLock one = new ReentrantLock();

  /** That of a run. */
  StdinPipe(RunFiles files, BooleanSupplier alive) {
    this.files = files;
    this.alive = alive;
  }

  int send(byte[] bytes, Duration within) throws StdinClosedException, InterruptedException {
    one.lockInterruptibly();
    try {
      int pipe = open();
      try {
        return write(pipe, bytes, System.nanoTime() + within.toNanos());
      } finally {
        Posix.close(pipe);
      }
    } finally {
      one.unlock();
    }
  }

  private int open() throws StdinClosedException {
    if (!Files.exists(files.stdin())) {
      throw new StdinClosedException(
          Files.exists(files.stdinEof())
              ? "its stdin was closed"
              : "it was started without stdin; ask for it at the start");
    }
    int pipe = alive.getAsBoolean() ? Posix.openPipe(files.stdin()) : -Posix.ENXIO;
    if (pipe < 0) {
      throw closed();
    }
    return pipe;
  }

  private static int write(int pipe, byte[] bytes, long deadline)
      throws StdinClosedException, InterruptedException {
    int sent = 0;
    int nap = FIRST_NAP_MILLIS;
    while (sent < bytes.length) {
      int count = Posix.write(pipe, bytes, sent);
      if (count > 0) {
        sent += count;
        nap = FIRST_NAP_MILLIS;
      } else if (count != -Posix.EAGAIN) {
        throw closed();
      } else if (System.nanoTime() - deadline >= 0) {
        break;
      } else {
        Thread.sleep(nap);
        nap = Math.min(2 * nap, LONGEST_NAP_MILLIS);
      }
    }
    return sent;
  }

  void close() throws InterruptedException {
    one.lockInterruptibly();
    try {
      if (Files.deleteIfExists(files.stdin())) { // so nobody sends anything after the end
        letGo();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      one.unlock();
    }
  }

  /** The helper may not yet be where it waits for us. */
  private void letGo() throws InterruptedException {
    long deadline = System.nanoTime() + HELPER_WITHIN.toNanos();
    while (alive.getAsBoolean() && System.nanoTime() - deadline < 0) {
      int pipe = Posix.openPipe(files.stdinEof());
      if (pipe >= 0) {
        Posix.close(pipe);
        return;
      }
      Thread.sleep(FIRST_NAP_MILLIS);
    }
  }

  private static StdinClosedException closed() {
    return new StdinClosedException("nobody reads its stdin: it closed it, or has ended");
  }
}
