package dev.errand.bench.postgres;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.spi.JobStore;
import dev.errand.spi.RunOutput;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** Forgetting runs that have copies of their output, beside runs that have none. */
final class ForgottenCopies {
  private static final int ROUNDS = 3;
  private static final int RUNS = 500;
  private static final int CHUNKS = 16; // 1 MiB, as much as a copy has
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ForgottenCopies() {}

  static String measure(PostgresServer server) throws Exception {
    double[] with = new double[ROUNDS];
    double[] without = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      with[round] = forgetting(server, CHUNKS);
      without[round] = forgetting(server, 0);
    }
    return String.format(
        Locale.ROOT,
        "%d runs are forgotten with 1 MiB of copied output each in %.0f ms, without any in %.0f"
            + " (medians of %d): %.2f ms a run more",
        RUNS,
        SinkLatency.median(with),
        SinkLatency.median(without),
        ROUNDS,
        (SinkLatency.median(with) - SinkLatency.median(without)) / RUNS);
  }

  private static double forgetting(PostgresServer server, int chunks) throws Exception {
    JobStore store = SqlJobStore.postgres(server.createDatabase());
    try (AsyncJobManager manager =
        AsyncJobManager.builder().store(store).maxRunningJobs(16).storeTimeout(PATIENCE).build()) {
      JobOptions options = JobOptions.builder().admission(Admission.QUEUE).build();
      for (int i = 0; i < RUNS; i++) {
        String unused = manager.register("bench", "x", context -> JobResult.of(""), options);
      }
      if (!manager.awaitAll(PATIENCE)) {
        throw new IllegalStateException("jobs go on");
      }
      for (Job job : manager.allJobs()) {
        copy(store.output().orElseThrow(), RunOutput.Key.of(job), chunks);
      }
      long begin = System.nanoTime();
      int forgotten = manager.evict(JobFilter.all());
      if (forgotten != RUNS) {
        throw new IllegalStateException(forgotten + " forgotten");
      }
      return (System.nanoTime() - begin) / 1e6;
    }
  }

  private static void copy(RunOutput output, RunOutput.Key run, int chunks) {
    byte[] bytes = new byte[RunOutput.MOST];
    new Random(run.id().hashCode()).nextBytes(bytes); // what no server can pack
    for (int i = 0; i < chunks; i++) {
      long size = (long) i * RunOutput.MOST;
      RunOutput.Extent after = new RunOutput.Extent(size + RunOutput.MOST, 0, 0, i == chunks - 1);
      if (!output.write(run, size, after, size, bytes)) {
        throw new IllegalStateException("not written");
      }
    }
  }
}
