package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at the allocated size of a file about each half millisecond and remembers the highest. */
final class Sampler implements AutoCloseable {
  private final int descriptor;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private volatile long peak;
  private volatile long samples;

  Sampler(Path file) {
    descriptor = Posix.openFile(file);
    if (descriptor < 0) {
      throw new IllegalStateException("no file " + file);
    }
    thread = Thread.ofPlatform().daemon().start(this::run);
  }

  private void run() {
    try {
      do {
        sample();
      } while (!over.await(500, TimeUnit.MICROSECONDS));
    } catch (InterruptedException _) {
      // over
    }
  }

  private void sample() {
    peak = Math.max(peak, allocated());
    samples = samples + 1;
  }

  long allocated() {
    return Posix.stateOf(descriptor).orElseThrow().allocated();
  }

  long peak() {
    return peak;
  }

  @Override
  public void close() throws InterruptedException {
    over.countDown();
    thread.join();
    Posix.close(descriptor);
  }
}
