package dev.errand.daemon.jobs;

import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobListener;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets threads wait until anything has happened, and then look again. A ring may be for somebody
 * else, and one may be missed: so nobody waits for ever.
 */
public final class Bell implements JobListener {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private long rings;

  /** How often it has rung. Ask before looking, and give it to {@link #await}. */
  public long rings() {
    lock.lock();
    try {
      return rings;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when it has rung more often than this, or after that time. */
  public void await(long before, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (rings == before && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void ring() {
    lock.lock();
    try {
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRegistered(Job job) {
    ring();
  }

  @Override
  public void onStarted(Job job) {
    ring();
  }

  @Override
  public void onEnded(Job job) {
    ring();
  }

  @Override
  public void onSettled(Job job) {
    ring();
  }

  @Override
  public void onDelivered(Delivery delivery) {
    ring();
  }
}
