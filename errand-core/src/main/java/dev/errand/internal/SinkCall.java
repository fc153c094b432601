package dev.errand.internal;

import dev.errand.spi.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a sink, and the fence around its thread: an interrupt reaches the thread only while
 * it is in the call. Thread-safe.
 */
final class SinkCall {

  private enum State {
    NEW,
    RUNNING,
    /** It has failed by its time-out, but its thread is in it still. */
    STUCK,
    /** Its lane has gone on without it. */
    ABANDONED,
    OVER
  }

  /** When a call returned. */
  enum Return {
    /** Within its bound. */
    IN_TIME,
    /** After it had failed by its time-out. */
    LATE,
    /** After its lane had gone on without it. */
    TOO_LATE
  }

  final List<Run> runs;
  final long begin;
  private State state = State.NEW;
  private @Nullable Thread thread;

  SinkCall(List<Run> runs, long begin) {
    this.runs = runs;
    this.begin = begin;
  }

  /** The thread is about to call; false if it must not any more. */
  synchronized boolean begins() {
    if (state != State.NEW) {
      return false;
    }
    state = State.RUNNING;
    thread = Thread.currentThread();
    return true;
  }

  /** Takes the call back; false if it has begun. */
  synchronized boolean prevent() {
    if (state != State.NEW) {
      return false;
    }
    state = State.OVER;
    return true;
  }

  /** The call takes too long: interrupts it. False if it is over, or was told before. */
  synchronized boolean timesOut() {
    if (state != State.RUNNING) {
      return false;
    }
    state = State.STUCK;
    if (thread != null) {
      thread.interrupt();
    }
    return true;
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING || isStuck();
  }

  synchronized boolean isStuck() {
    return state == State.STUCK || state == State.ABANDONED;
  }

  /** The lane goes on without the call; false if it has returned meanwhile. */
  synchronized boolean abandon() {
    if (state != State.STUCK) {
      return false;
    }
    state = State.ABANDONED;
    return true;
  }

  /** The thread is out of the call. */
  Return returns() {
    Return how;
    synchronized (this) {
      how =
          switch (state) {
            case STUCK -> Return.LATE;
            case ABANDONED -> Return.TOO_LATE;
            case NEW, RUNNING, OVER -> Return.IN_TIME;
          };
      state = State.OVER;
      thread = null;
    }
    boolean unused = Thread.interrupted();
    return how;
  }
}
