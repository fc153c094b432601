package dev.errand.bench.postgres;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.Recovery;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** A backlog of jobs of 50 ms, and one or three workers with four slots each, by turns. */
final class Backlog {
  private static final int ROUNDS = 3;
  private static final int JOBS = 600;
  private static final int SLOTS = 4;
  private static final int MS = 50;

  private Backlog() {}

  static String measure(PostgresServer server) throws Exception {
    double[] one = new double[ROUNDS];
    double[] three = new double[ROUNDS];
    double warm = seconds(server, 1);
    for (int round = 0; round < ROUNDS; round++) {
      one[round] = seconds(server, 1);
      three[round] = seconds(server, 3);
    }
    return String.format(
        Locale.ROOT,
        "%d jobs of %d ms: 1 worker %.2f s, 3 workers %.2f s (medians of %d rounds): %.2f×; the"
            + " first round %.2f s",
        JOBS,
        MS,
        SinkLatency.median(one),
        SinkLatency.median(three),
        ROUNDS,
        SinkLatency.median(one) / SinkLatency.median(three),
        warm);
  }

  private static double seconds(PostgresServer server, int workers) throws Exception {
    String url = server.createDatabase();
    CountDownLatch done = new CountDownLatch(JOBS);
    CountDownLatch go = new CountDownLatch(1);
    List<AsyncJobManager> managers = new ArrayList<>();
    try (AsyncJobManager registrar = manager(url, 1, done, go)) {
      // It takes one itself and holds it until all have begun, so it does none of the others.
      for (int i = 0; i < JOBS; i++) {
        registrar.register(
            "bench",
            RawBatches.LABEL,
            HandlerCall.of("wait", Integer.toString(i)),
            JobOptions.builder().owner("agent-" + i % 20).admission(Admission.QUEUE).build());
      }
      long begin = System.nanoTime();
      for (int i = 0; i < workers; i++) {
        managers.add(manager(url, SLOTS, done, null));
      }
      while (done.getCount() > 1) {
        Thread.sleep(1);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      go.countDown();
      done.await();
      managers.forEach(AsyncJobManager::close);
      return seconds;
    }
  }

  private static AsyncJobManager manager(
      String url, int slots, CountDownLatch done, CountDownLatch go) {
    return AsyncJobManager.builder()
        .store(SqlJobStore.postgres(url))
        .maxRunningJobs(slots)
        .handler(
            "wait",
            (payload, context) -> {
              if (go == null) {
                Thread.sleep(MS);
              } else {
                go.await();
              }
              done.countDown();
              return JobResult.of(payload);
            },
            Recovery.RERUN)
        .build();
  }
}
