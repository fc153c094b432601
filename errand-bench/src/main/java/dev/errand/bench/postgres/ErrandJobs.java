package dev.errand.bench.postgres;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Our own: callers that each register one job after another as soon as the last one's result has
 * reached its sink. A job is over when it is recorded that the sink has taken it.
 */
final class ErrandJobs implements Contender {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** More would only take longer: one caller alone has a hundred a second. */
  private static final int MOST_EACH = 1_000;

  private static final JobResult RESULT = JobResult.of(RawBatches.TEXT);
  private static final JobBody BODY = context -> RESULT;

  private final PostgresServer server;
  private final int callers;

  ErrandJobs(PostgresServer server, int callers) {
    this.server = server;
    this.callers = callers;
  }

  @Override
  public String name() {
    return "Errand, " + callers + " callers with a sink each";
  }

  @Override
  public double cyclesPerSecond(int jobs) throws Exception {
    try (AsyncJobManager manager = manager(server.createDatabase(), callers)) {
      int each = Math.clamp(jobs / callers, 1, MOST_EACH);
      List<Caller> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        all.add(new Caller(manager, "agent-" + i, each));
      }
      long begin = System.nanoTime();
      List<Thread> threads = all.stream().map(Thread::startVirtualThread).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      if (!manager.drainDeliveries(PATIENCE)) {
        throw new IllegalStateException("deliveries go on");
      }
      return each * callers * 1e9 / (System.nanoTime() - begin);
    }
  }

  static AsyncJobManager manager(String url, int slots) {
    return AsyncJobManager.builder()
        .store(SqlJobStore.postgres(url))
        .maxRunningJobs(slots)
        .storeTimeout(PATIENCE)
        .build();
  }

  /** One who has one job under way at a time. */
  private static final class Caller implements Runnable {
    private final AsyncJobManager manager;
    private final JobOptions options;
    private final int jobs;
    private final Semaphore arrived = new Semaphore(0);

    Caller(AsyncJobManager manager, String owner, int jobs) {
      this.manager = manager;
      this.options = JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
      this.jobs = jobs;
      manager.registerDeliverySink(owner, delivery -> arrived.release());
    }

    @Override
    public void run() {
      for (int i = 0; i < jobs; i++) {
        manager.register("bench", RawBatches.LABEL, BODY, options);
        arrived.acquireUninterruptibly();
      }
    }
  }
}
