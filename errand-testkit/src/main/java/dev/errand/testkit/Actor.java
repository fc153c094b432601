package dev.errand.testkit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A thread under virtual time: it runs only while the driver waits for it, so that never two run at
 * once. A platform thread, since only those can tell that they are being interrupted; used again
 * for the next task when one has ended.
 */
final class Actor extends Thread {
  private static final int IDLE_SECONDS = 2;

  private enum State {
    RUNNABLE,
    WAITING
  }

  private final VirtualTime time;
  private final Semaphore mayRun = new Semaphore(0);
  private final Semaphore hasStopped = new Semaphore(0);
  private Runnable task = () -> {};
  private State state = State.RUNNABLE;
  private boolean begun;

  Actor(VirtualTime time) {
    this.time = time;
    setDaemon(true);
  }

  void assign(String name, Runnable newTask) {
    setName(name);
    task = newTask;
  }

  @Override
  public void run() {
    while (awaitTask()) {
      boolean ignored = Thread.interrupted();
      try {
        task.run();
      } catch (Throwable failure) {
        getUncaughtExceptionHandler().uncaughtException(this, failure);
      }
      task = () -> {};
      time.retire(this);
      hasStopped.release();
    }
  }

  /** Waits for the first or next task; false if none came for a while and none is on its way. */
  private boolean awaitTask() {
    while (true) {
      try {
        if (mayRun.tryAcquire(IDLE_SECONDS, TimeUnit.SECONDS)) {
          return true;
        }
        if (time.dismiss(this)) {
          return false;
        }
      } catch (InterruptedException late) {
        // An interrupt that was meant for the former task.
      }
    }
  }

  /** Called by the driver: lets the thread run, and returns when it waits or has ended. */
  void runUntilItWaits() {
    if (!begun) {
      begun = true;
      super.start();
    }
    mayRun.release();
    try {
      if (!hasStopped.tryAcquire(VirtualTime.WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
        AssertionError stuck =
            new AssertionError(
                "Thread " + getName() + " blocks on something that virtual time does not know of");
        stuck.setStackTrace(getStackTrace());
        throw stuck;
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("the driver was interrupted", interrupted);
    }
  }

  /** Called by the thread itself: waits until {@link #goOn} or an interrupt. */
  void waitForTurn() {
    synchronized (this) {
      if (isInterrupted()) {
        return;
      }
      state = State.WAITING;
    }
    hasStopped.release();
    mayRun.acquireUninterruptibly();
  }

  /** Ends the wait; does nothing for a thread that does not wait. */
  synchronized void goOn() {
    if (state == State.WAITING) {
      state = State.RUNNABLE;
      time.makeReady(this);
    }
  }

  @Override
  public void interrupt() {
    super.interrupt();
    goOn();
  }
}
