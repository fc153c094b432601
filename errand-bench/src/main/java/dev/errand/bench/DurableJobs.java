package dev.errand.bench;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.JobBody;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.sql.SqlJobStore;
import dev.errand.sql.sqlite.SqliteStore;
import dev.errand.sql.sqlite.WriterCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A real manager on a store in a SQLite file, and callers with a sink each. A cycle of a caller:
 * registers a no-op job and waits until its sink has got the delivery.
 */
final class DurableJobs implements AutoCloseable {
  static final String TYPE = "bench";

  /** 40 characters. */
  static final String LABEL = "a label of a job, of a common length ...";

  /** 200 characters. */
  static final String TEXT = "Twenty letters each.".repeat(10);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final JobResult RESULT = JobResult.of(TEXT);
  private static final JobBody BODY = context -> RESULT;

  final AsyncJobManager manager;
  private final SqliteStore store;
  private final JobOptions[] options;
  private final Semaphore[] arrivals;

  /** When the last delivery came, by the clock of {@link System#nanoTime}. */
  private volatile long arrivedAt;

  /**
   * So many callers on this file.
   *
   * @param retention how long jobs are kept when all is over
   */
  DurableJobs(Path file, int callers, Duration retention) {
    store = (SqliteStore) SqlJobStore.sqlite(file);
    manager =
        AsyncJobManager.builder()
            .store(store)
            .maxRunningJobs(callers)
            .retention(retention)
            .storeTimeout(PATIENCE)
            .routeByOwner()
            .build();
    options = new JobOptions[callers];
    arrivals = new Semaphore[callers];
    for (int i = 0; i < callers; i++) {
      String owner = owner(i);
      options[i] = JobOptions.builder().owner(owner).admission(Admission.QUEUE).build();
      Semaphore arrived = new Semaphore(0);
      arrivals[i] = arrived;
      manager.registerDeliverySink(owner, delivery -> receive(delivery.text(), arrived));
    }
  }

  static String owner(int caller) {
    return "agent-" + caller;
  }

  private void receive(String text, Semaphore arrived) {
    arrivedAt = System.nanoTime();
    Expect.count("characters", TEXT.length(), text.length());
    arrived.release();
  }

  /** One cycle of this caller. */
  void cycle(int caller) {
    manager.register(TYPE, LABEL, BODY, options[caller]);
    arrivals[caller].acquireUninterruptibly();
  }

  /** How long one cycle takes from the call until its sink is called; for one caller at a time. */
  long nanosToSink() {
    long begin = System.nanoTime();
    cycle(0);
    return arrivedAt - begin;
  }

  /** Returns when it is recorded what became of all deliveries. */
  void drain() throws InterruptedException {
    if (!manager.drainDeliveries(PATIENCE)) {
      throw new IllegalStateException("deliveries go on");
    }
  }

  WriterCounts counts() {
    return store.counts();
  }

  @Override
  public void close() {
    manager.close();
    store.close();
  }
}
