package dev.errand.bench.postgres;

import dev.errand.AsyncJobManager;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.test.postgres.PostgresServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** One job at a time: from its registration to its owner's sink, by turns with the bare path. */
final class SinkLatency {
  private static final int ROUNDS = 5;
  private static final int JOBS = 200;

  private SinkLatency() {}

  static String measure(PostgresServer server) throws Exception {
    double[] ours = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    try (AsyncJobManager manager = ErrandJobs.manager(server.createDatabase(), 4);
        NotifyPath path = new NotifyPath(server)) {
      Semaphore arrived = new Semaphore(0);
      manager.registerDeliverySink("a", delivery -> arrived.release());
      for (int round = 0; round <= ROUNDS; round++) {
        double[] mine = new double[JOBS];
        double[] its = new double[JOBS];
        for (int i = 0; i < JOBS; i++) {
          mine[i] = once(manager, arrived);
          its[i] = path.once().heard();
        }
        if (round > 0) { // the first warms up
          ours[round - 1] = median(mine);
          bare[round - 1] = median(its);
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "registered → sink %.2f ms, three bare commits and NOTIFY %.2f ms (medians of %d rounds of"
            + " %d p50): %.2f×",
        median(ours),
        median(bare),
        ROUNDS,
        JOBS,
        median(ours) / median(bare));
  }

  static double once(AsyncJobManager manager, Semaphore arrived) {
    long begin = System.nanoTime();
    manager.register(
        "bench",
        RawBatches.LABEL,
        context -> JobResult.of(RawBatches.TEXT),
        JobOptions.builder().owner("a").build());
    arrived.acquireUninterruptibly();
    return (System.nanoTime() - begin) / 1e6;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
