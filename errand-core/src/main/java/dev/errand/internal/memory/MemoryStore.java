package dev.errand.internal.memory;

import dev.errand.JobFilter;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.StoreListener;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A store on the heap. One lock, held for a microsecond or so and never while anything is called.
 *
 * <p>A step is applied and answered on the caller's thread if the lock is free. If it is not, the
 * caller leaves the step to whoever has the lock: waiting for it would put threads to sleep and
 * wake them up again for less than it costs. So ends of bodies never block, and a caller that needs
 * its answer gets it from the other thread.
 *
 * <p>Several managers may share one: it tells their workers apart like any shared store does.
 */
public final class MemoryStore implements JobStore {
  private static final int AT_ONCE = 64;
  private static final int SPINS = 200;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Posted<?>> posted = new ConcurrentLinkedQueue<>();
  private final RunTable table = new RunTable();
  private final StepApplier steps;
  private final Hints hints = new Hints();
  private boolean closed;

  /** An empty store that lives by this time. */
  public MemoryStore(TimeAndThreads time) {
    this.steps = new StepApplier(time, table);
  }

  @Override
  public <O> CompletableFuture<O> submit(Step<O> step) {
    Posted<O> mine = new Posted<>(step);
    if (posted.isEmpty() && lock.tryLock()) {
      try {
        apply(mine);
      } finally {
        lock.unlock();
      }
      mine.complete(hints);
    } else {
      posted.add(mine);
    }
    applyPosted();
    return mine.future;
  }

  /**
   * Applies what others have left. Whoever posts a step comes here after that, and whoever gives
   * the lock back looks again after that, so no step is left lying.
   */
  private void applyPosted() {
    while (!posted.isEmpty() && lock.tryLock()) {
      List<Posted<?>> applied = new ArrayList<>();
      try {
        for (Posted<?> next = posted.poll(); next != null; next = posted.poll()) {
          apply(next);
          applied.add(next);
          if (applied.size() == AT_ONCE) {
            break;
          }
        }
      } finally {
        lock.unlock();
      }
      applied.forEach(one -> one.complete(hints));
    }
  }

  private void apply(Posted<?> posted) {
    try {
      if (closed) {
        throw new StoreException("the store is closed", false, null);
      }
      posted.outcome = steps.apply(posted.step);
    } catch (StoreException refused) {
      posted.failure = refused;
    } catch (Throwable bug) {
      posted.failure = new StoreException("the step failed: " + posted.step, true, bug);
    }
  }

  @Override
  public Optional<Run> find(String id, JobFilter filter) {
    return read(() -> Optional.ofNullable(steps.visible(id, filter)).map(row -> row.run));
  }

  @Override
  public List<Run> running(JobFilter filter) {
    return read(() -> table.running(filter));
  }

  @Override
  public List<Run> recent(int limit, JobFilter filter) {
    return read(() -> table.recent(limit, filter));
  }

  @Override
  public List<Run> unsettled(JobFilter filter) {
    return read(() -> table.unsettled(filter));
  }

  @Override
  public List<Run> all(JobFilter filter) {
    return read(() -> table.all(filter));
  }

  @Override
  public Subscription listen(Worker worker, StoreListener listener) {
    return hints.add(worker, listener);
  }

  @Override
  public void close() {
    read(() -> closed = true);
  }

  private <T> T read(Supplier<T> query) {
    acquire();
    try {
      return query.get();
    } finally {
      lock.unlock();
      applyPosted();
    }
  }

  /** The lock is held for less time than it takes to fall asleep. */
  private void acquire() {
    for (int i = 0; i < SPINS; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }
}
