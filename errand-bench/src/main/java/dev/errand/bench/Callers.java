package dev.errand.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Threads that do the same over and over: virtual ones, but a single one is a platform thread. */
final class Callers {

  /**
   * Lets so many callers take turns for as long as it goes on, each to the end of its last turn.
   *
   * @param turn given the number of the caller
   * @return how many turns there were
   */
  static long run(int callers, BooleanSupplier goesOn, IntConsumer turn)
      throws InterruptedException, ExecutionException {
    AtomicLong turns = new AtomicLong();
    List<FutureTask<Void>> tasks = new ArrayList<>();
    Thread.Builder threads = callers == 1 ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    for (int i = 0; i < callers; i++) {
      int caller = i;
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                while (goesOn.getAsBoolean()) {
                  turn.accept(caller);
                  turns.incrementAndGet();
                }
              },
              null);
      tasks.add(task);
      threads.start(task);
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
    return turns.get();
  }

  /** For this long. */
  static BooleanSupplier during(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    return () -> System.nanoTime() - end < 0;
  }

  private Callers() {}
}
