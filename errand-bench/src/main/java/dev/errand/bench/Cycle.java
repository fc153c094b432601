package dev.errand.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What both sides of {@link CycleBenchmark} have in common: how many entries are there already, who
 * starts the tasks, and the semaphore that keeps 1,000 of them in flight.
 */
@State(Scope.Benchmark)
public abstract class Cycle {
  static final int BATCH = 100_000;

  /** Ended jobs, or entries of the map, that are there before and after every batch. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int retained;

  /** 1: JMH's platform thread starts all tasks. More: so many virtual threads do. */
  @Param({"1", "4"})
  public int producers;

  final Semaphore permits = new Semaphore(CrowdedManager.SLOTS);

  /** Starts one task, which gives back the permit when its work is done. */
  abstract void start(int index);

  /** Starts a batch and returns when the work of all tasks is done. */
  final void runBatch() throws InterruptedException, ExecutionException {
    Producers.startAll(
        producers,
        BATCH,
        index -> {
          permits.acquire();
          start(index);
        });
    permits.acquire(CrowdedManager.SLOTS);
    permits.release(CrowdedManager.SLOTS);
  }
}
