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
    OVER
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
    return state == State.RUNNING || state == State.STUCK;
  }

  synchronized boolean isStuck() {
    return state == State.STUCK;
  }

  /** The thread is out of the call; whether that was in time. */
  boolean returns() {
    boolean inTime;
    synchronized (this) {
      inTime = state == State.RUNNING;
      state = State.OVER;
      thread = null;
    }
    boolean unused = Thread.interrupted();
    return inTime;
  }
}
