package dev.errand.bench.postgres;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;

/** Many cycles with a short retention: whether the last tenth goes as fast as the first. */
final class LastingRate {
  private static final int CYCLES = Integer.getInteger("errand.bench.cycles", 200_000);
  private static final int CALLERS = 128;
  private static final int TENTHS = 10;

  private LastingRate() {}

  static String measure(PostgresServer server) throws Exception {
    AtomicLongArray reached = new AtomicLongArray(TENTHS + 1);
    try (AsyncJobManager manager =
        AsyncJobManager.builder()
            .store(SqlJobStore.postgres(server.createDatabase()))
            .maxRunningJobs(CALLERS)
            .retention(Duration.ofSeconds(10))
            .build()) {
      int each = CYCLES / CALLERS;
      Thread[] threads = new Thread[CALLERS];
      reached.set(0, System.nanoTime());
      for (int c = 0; c < CALLERS; c++) {
        String owner = "agent-" + c;
        Semaphore arrived = new Semaphore(0);
        manager.registerDeliverySink(owner, delivery -> arrived.release());
        JobOptions options = JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
        boolean isFirst = c == 0;
        threads[c] =
            Thread.startVirtualThread(() -> {
              for (int i = 1; i <= each; i++) {
                manager.register(
                    "bench", RawBatches.LABEL, context -> JobResult.of(RawBatches.TEXT), options);
                arrived.acquireUninterruptibly();
                if (isFirst && i * TENTHS % each < TENTHS) {
                  reached.set(i * TENTHS / each, System.nanoTime());
                }
              }
            });
      }
      for (Thread thread : threads) {
        thread.join();
      }
      double second = tenth(reached, 2);
      double last = tenth(reached, TENTHS);
      return String.format(
          Locale.ROOT,
          "%,d cycles, kept for 10 s: first tenth %.0f/s, second %.0f/s, last %.0f/s; last to"
              + " second %.2f",
          each * CALLERS,
          tenth(reached, 1),
          second,
          last,
          last / second);
    }
  }

  /** The callers take turns, so that the first one's progress is everybody's. */
  private static double tenth(AtomicLongArray reached, int number) {
    return CYCLES / (double) TENTHS * 1e9 / (reached.get(number) - reached.get(number - 1));
  }
}
