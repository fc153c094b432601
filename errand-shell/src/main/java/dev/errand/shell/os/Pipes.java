package dev.errand.shell.os;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Talks through pipes to somebody who may have been stopped: nothing waits for ever. Thread-safe.
 */
public final class Pipes {
  private static final int ROOM = 4096; // a pipe into which something can be written takes as much

  private Pipes() {}

  /** Writes this; not all of it if nobody reads it, or not in this time. */
  public static void write(int pipe, byte[] bytes, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    int sent = 0;
    while (sent < bytes.length && isReady(pipe, Posix.POLLOUT, deadline)) {
      int count = Posix.write(pipe, bytes, sent, Math.min(ROOM, bytes.length - sent));
      if (count < 0 && count != -Posix.EINTR) {
        return;
      }
      sent += Math.max(0, count);
    }
  }

  /** Waits for what comes next; empty if the other end is closed, or nothing comes in this time. */
  public static String read(int pipe, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    byte[] buffer = new byte[ROOM];
    while (isReady(pipe, Posix.POLLIN, deadline)) {
      int count = Posix.read(pipe, buffer);
      if (count != -Posix.EINTR) {
        return new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  /** Whether it can be read or written now, which may also fail. */
  private static boolean isReady(int pipe, int events, long deadline) {
    int ready;
    do {
      long left = Math.max(0, deadline - System.nanoTime());
      ready = Posix.poll(pipe, events, Duration.ofNanos(left));
    } while (ready == -Posix.EINTR);
    return ready > 0;
  }
}
