package dev.errand.bench;

import dev.errand.shell.os.Posix;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks about each half millisecond how much disk a file uses, and remembers the most. */
final class AllocatedPeak implements AutoCloseable {
  private final int descriptor;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;
  private volatile long peak;

  AllocatedPeak(Path file) {
    descriptor = Posix.openFile(file);
    Expect.count("files " + file, 1, descriptor < 0 ? 0 : 1);
    thread = Thread.ofPlatform().daemon().start(this::look);
  }

  private void look() {
    try {
      do {
        peak = Math.max(peak, Posix.stateOf(descriptor).orElseThrow().allocated());
      } while (!over.await(500, TimeUnit.MICROSECONDS));
    } catch (InterruptedException ended) {
      // nobody interrupts it; it would be over
    }
  }

  /** In bytes. */
  long bytes() {
    return peak;
  }

  @Override
  public void close() throws InterruptedException {
    over.countDown();
    thread.join();
    Posix.close(descriptor);
  }
}
