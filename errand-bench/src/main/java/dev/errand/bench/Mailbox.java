package dev.errand.bench;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * A second virtual thread that can be handed messages: it waits at a queue. The barest thing that
 * keeps what a lane keeps: one message at a time, first come first served.
 */
final class Mailbox implements AutoCloseable {
  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Thread reader;

  Mailbox(Consumer<String> taker) {
    reader = Thread.startVirtualThread(() -> read(taker));
  }

  void put(String message) {
    queue.add(message);
  }

  private void read(Consumer<String> taker) {
    try {
      while (true) {
        taker.accept(queue.take());
      }
    } catch (InterruptedException closed) {
      // the end
    }
  }

  @Override
  public void close() {
    reader.interrupt();
    Await.until("reader ended", () -> !reader.isAlive());
  }
}
