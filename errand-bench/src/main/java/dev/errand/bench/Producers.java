package dev.errand.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Those who start the tasks of a batch, the same for ours and for the yardstick. */
final class Producers {

  /** Starts one task. */
  @FunctionalInterface
  interface Start {
    void start(int index) throws InterruptedException;
  }

  /**
   * Starts {@code count} tasks: from this very thread if there is one producer, else from so many
   * virtual threads, each its share. Returns when all are started.
   */
  static void startAll(int producers, int count, Start start)
      throws InterruptedException, ExecutionException {
    if (producers == 1) {
      startRange(0, count, start);
      return;
    }
    Expect.count("tasks that do not divide by the producers", 0, count % producers);
    int share = count / producers;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int from = 0; from < count; from += share) {
        int first = from;
        running.add(
            threads.submit(() -> {
              startRange(first, first + share, start);
              return null;
            }));
      }
      for (Future<?> producer : running) {
        producer.get();
      }
    }
  }

  private static void startRange(int from, int to, Start start) throws InterruptedException {
    for (int i = from; i < to; i++) {
      start.start(i);
    }
  }

  private Producers() {}
}
