package dev.errand.bench;

import java.util.concurrent.Semaphore;

/** The way of one message from its sender to its receiver; both sides of {@link SinkLatency}. */
abstract class Trip implements AutoCloseable {
  private final Semaphore arrival = new Semaphore(0);
  private volatile long arrivedAt;

  /** Sends a message, upon which {@link #receive} is called on another thread. */
  abstract void send();

  /** Clears away what trips leave behind, now and then; called after each. */
  void tidyUp() {}

  final void receive(String message) {
    arrivedAt = System.nanoTime();
    if (message.isEmpty()) {
      throw new IllegalArgumentException("an empty message");
    }
    arrival.release();
  }

  /** Makes one trip and returns how long it took. */
  final long nanos() throws InterruptedException {
    long begin = System.nanoTime();
    send();
    arrival.acquire();
    return arrivedAt - begin;
  }

  @Override
  public abstract void close();
}
