package dev.errand.internal;

/** Whether a manager still takes work. */
final class Lifecycle {
  private volatile boolean closed;

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }
}
