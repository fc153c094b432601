package dev.errand.bench.postgres;

import dev.errand.test.postgres.PostgresServer;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The yardstick: {@link RawBatches} of a hundred, four commits each (registered, claimed, ended,
 * acknowledged), on so many connections at once. Whoever claims takes what comes, also what another
 * connection has registered, as in a fleet.
 */
record RawSql(PostgresServer server, int connections) implements Contender {
  private static final int BATCH = 100;

  @Override
  public String name() {
    return "bare SQL, batches of %d, %d connection%s"
        .formatted(BATCH, connections, connections == 1 ? "" : "s");
  }

  @Override
  public double cyclesPerSecond(int jobs) throws Exception {
    String url = server.createDatabase();
    RawTables.create(url);
    List<RawBatches> sides = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        sides.add(new RawBatches(DriverManager.getConnection(url)));
      }
      AtomicInteger registered = new AtomicInteger();
      AtomicInteger over = new AtomicInteger();
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (RawBatches side : sides) {
        running.add(
            threads.submit(() -> {
              work(side, jobs, registered, over);
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return jobs * 1e9 / (System.nanoTime() - begin);
    } finally {
      for (RawBatches side : sides) {
        side.close();
      }
    }
  }

  /** Until all are over: what one has registered another one may have claimed. */
  private static void work(RawBatches side, int jobs, AtomicInteger registered, AtomicInteger over)
      throws Exception {
    while (over.get() < jobs) {
      int from = registered.getAndUpdate(so -> Math.min(jobs, so + BATCH));
      if (from < jobs) {
        side.insert(from, Math.min(BATCH, jobs - from));
      }
      List<Long> claimed = side.claim(BATCH);
      if (!claimed.isEmpty()) {
        expect(claimed.size(), side.end(claimed));
        expect(claimed.size(), side.acknowledge(claimed));
        over.addAndGet(claimed.size());
      }
    }
  }

  private static void expect(int expected, int changed) {
    if (expected != changed) {
      throw new IllegalStateException("expected " + expected + " rows, changed " + changed);
    }
  }
}
