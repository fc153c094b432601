package dev.errand.bench.postgres;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What a queued job costs, from its claim until its sink has it, where 10,000 owners have one each
 * and 100,000 have sinks, beside ten owners with a thousand each and nobody else.
 */
final class ManyOwners {
  private static final int JOBS = 10_000;
  private static final int SINKS = 100_000;
  private static final int FEW = 10;
  private static final int SLOTS = 16;
  private static final int TOGETHER = 500;
  private static final int ROUNDS = 3;

  private ManyOwners() {}

  static String measure(PostgresServer server) throws Exception {
    double[] few = new double[ROUNDS];
    double[] many = new double[ROUNDS];
    double warm = microsPerJob(server, FEW, FEW);
    for (int round = 0; round < ROUNDS; round++) {
      few[round] = microsPerJob(server, FEW, FEW);
      many[round] = microsPerJob(server, JOBS, SINKS);
    }
    return String.format(
        Locale.ROOT,
        "%,d queued jobs of %d owners: %.0f µs each; of %,d owners, beside %,d sinks: %.0f µs each"
            + " (medians of %d rounds): %.2f×; the first round %.0f µs",
        JOBS,
        FEW,
        SinkLatency.median(few),
        JOBS,
        SINKS,
        SinkLatency.median(many),
        ROUNDS,
        SinkLatency.median(many) / SinkLatency.median(few),
        warm);
  }

  private static double microsPerJob(PostgresServer server, int owners, int sinks)
      throws Exception {
    CountDownLatch delivered = new CountDownLatch(JOBS);
    Semaphore leave = new Semaphore(0);
    try (AsyncJobManager manager =
        AsyncJobManager.builder()
            .store(SqlJobStore.postgres(server.createDatabase()))
            .maxRunningJobs(1)
            .maxQueuedJobs(JOBS)
            .build()) {
      together(
          sinks, i -> manager.registerDeliverySink(owner(i), delivery -> delivered.countDown()));
      // It has the only slot, so that all others wait in the queue.
      manager.register(
          "bench",
          RawBatches.LABEL,
          context -> {
            leave.acquireUninterruptibly();
            return JobResult.of("");
          });
      together(
          JOBS,
          i ->
              manager.register(
                  "bench",
                  RawBatches.LABEL,
                  context -> JobResult.of(RawBatches.TEXT),
                  JobOptions.builder()
                      .owner(owner(i % owners))
                      .admission(Admission.QUEUE)
                      .build()));
      long begin = System.nanoTime();
      manager.setMaxRunningJobs(SLOTS);
      leave.release();
      delivered.await();
      return (System.nanoTime() - begin) / 1e3 / JOBS;
    }
  }

  private static String owner(int number) {
    return "agent-" + number;
  }

  private static void together(int count, IntConsumer what) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Thread[] threads = new Thread[TOGETHER];
    for (int t = 0; t < TOGETHER; t++) {
      threads[t] =
          Thread.startVirtualThread(() -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              what.accept(i);
            }
          });
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
