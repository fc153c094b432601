package dev.errand.testkit;

import dev.errand.spi.TimeAndThreads.Latch;
import dev.errand.spi.TimeAndThreads.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A latch under virtual time: a thread waits its turn; the test's own thread drives until it is
 * open.
 */
final class VirtualLatch implements Latch {
  private final VirtualTime time;
  private final List<Actor> waiting = new ArrayList<>();
  private boolean open;

  VirtualLatch(VirtualTime time) {
    this.time = time;
  }

  @Override
  public void open() {
    List<Actor> released;
    synchronized (this) {
      open = true;
      released = List.copyOf(waiting);
      waiting.clear();
    }
    released.forEach(Actor::goOn);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return Thread.currentThread() instanceof Actor actor
        ? awaitTurn(actor, timeout)
        : time.driveUntil(this::isOpen, timeout);
  }

  private boolean awaitTurn(Actor actor, Duration timeout) throws InterruptedException {
    long deadline = time.after(timeout);
    Timer timer = time.schedule(timeout, actor::goOn);
    try {
      while (enterUnlessOpen(actor)) {
        if (time.nanoTime() >= deadline) {
          return false;
        }
        actor.waitForTurn();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      timer.cancel();
      synchronized (this) {
        waiting.remove(actor);
      }
    }
  }

  private synchronized boolean enterUnlessOpen(Actor actor) {
    if (!open && !waiting.contains(actor)) {
      waiting.add(actor);
    }
    return !open;
  }

  private synchronized boolean isOpen() {
    return open;
  }
}
