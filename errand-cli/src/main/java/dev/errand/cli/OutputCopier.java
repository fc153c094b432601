package dev.errand.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Copies what a process prints, as it comes, on a thread of its own: reading a pipe cannot be
 * interrupted, and the body must be free to hear that it is cancelled.
 */
final class OutputCopier {
  private static final int AT_ONCE = 64 * 1024;
  private static final Duration QUIET = Duration.ofMillis(250);

  private final InputStream from;
  private final Output to;
  private final TailText tail;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean reading;
  private volatile long chunks;

  private OutputCopier(InputStream from, Output to, TailText tail) {
    this.from = from;
    this.to = to;
    this.tail = tail;
  }

  /** Begins to copy. */
  static OutputCopier start(InputStream from, Output to, TailText tail) {
    OutputCopier copier = new OutputCopier(from, to, tail);
    // A daemon: a reader of stdout that neither reads nor leaves must not keep errand from exiting.
    Thread.ofPlatform().daemon().name("errand-output").start(copier::copy);
    return copier;
  }

  /**
   * Waits until all that the ended process printed is copied, for as long as stdout takes. The pipe
   * itself may stay open for longer: a process that fled from the tree can hold it. So what counts
   * is the end of the pipe, or a copier that finds nothing more in it.
   */
  void awaitAll() throws InterruptedException {
    long before = -1;
    while (!ended.await(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
      long now = reading ? chunks : -1;
      if (now >= 0 && now == before) {
        return;
      }
      before = now;
    }
  }

  /** Waits for the end of the pipe, but no longer than this. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    var _ = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
  private void copy() {
    byte[] buffer = new byte[AT_ONCE];
    try {
      while (true) {
        reading = true;
        int length = from.read(buffer);
        reading = false;
        if (length < 0) {
          return;
        }
        tail.append(buffer, length);
        to.write(buffer, length);
        chunks++;
      }
    } catch (IOException closed) {
      // "Stream closed": the process has ended and there is nothing more to read.
    } finally {
      ended.countDown();
    }
  }
}
