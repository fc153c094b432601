package dev.errand.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What both sides of {@link DeliveryBenchmark} have in common: how many entries are there already,
 * who starts the tasks, the semaphore, and the count of the messages that have arrived.
 */
@State(Scope.Benchmark)
public abstract class DeliveryCycle {
  static final int BATCH = 100_000;

  /** Ended and delivered jobs, or entries of the map, that are there before and after a batch. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int retained;

  /** 1: JMH's platform thread starts all tasks. More: so many virtual threads do. */
  @Param({"1", "4"})
  public int producers;

  /** For whom, and how many at a time. */
  @Param public DeliveryShape shape;

  Arrivals arrivals;
  private Semaphore permits;

  /** As many tasks at a time as ours has slots. */
  @Setup
  public void makePermits() {
    permits = new Semaphore(shape.slots);
  }

  /** Nothing has arrived yet. */
  @Setup(Level.Invocation)
  public void expectBatch() {
    arrivals = new Arrivals(BATCH);
  }

  /** Starts one task, which must call {@link #taskDone} and send its owner one message. */
  abstract void start(int index, int owner);

  final void taskDone() {
    if (shape.throttled) {
      permits.release();
    }
  }

  /** Starts a batch and returns when all messages have arrived. */
  final void runBatch() throws InterruptedException, ExecutionException {
    Producers.startAll(
        producers,
        BATCH,
        index -> {
          if (shape.throttled) {
            permits.acquire();
          }
          start(index, index % shape.owners);
        });
    arrivals.await();
  }

  /** Checks that nothing came twice, and waits for tasks that still have their permits. */
  @TearDown(Level.Invocation)
  public void endBatch() throws InterruptedException {
    arrivals.expectNoMore();
    permits.acquire(shape.slots);
    permits.release(shape.slots);
  }
}
