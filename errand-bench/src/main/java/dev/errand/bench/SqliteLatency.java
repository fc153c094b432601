package dev.errand.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * How long it takes one caller from the call of {@code register} until the sink is called, beside
 * the three commits that have to come before it: registered and claimed, ended, handed out. Prints
 * the median in ns. Bar: at most one and a half times.
 *
 * <p>The next one begins when the end of the delivery is recorded, too, on both sides, which is not
 * timed.
 *
 * <pre>{@code
 * SqliteLatency [--quick] errand|raw
 * }</pre>
 */
final class SqliteLatency {
  static final String ERRAND = "errand";
  static final String RAW = "raw";

  private static final int WARMUP = 500;
  private static final int MEASURED = 1_000;
  private static final int QUICK = 50;
  private static final Duration RETENTION = Duration.ofMinutes(5);

  /** One time, in ns. */
  private interface Trip {
    long nanos() throws Exception;
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> rest = ForkedJvm.withoutQuick(args);
    try (BenchFolder folder = new BenchFolder()) {
      System.out.println(rest.get(0).equals(ERRAND) ? errand(folder, quick) : raw(folder, quick));
    }
  }

  private static double errand(BenchFolder folder, boolean quick) throws Exception {
    try (DurableJobs jobs = new DurableJobs(folder.file(), 1, RETENTION)) {
      return median(
          quick,
          () -> {
            long nanos = jobs.nanosToSink();
            jobs.drain();
            return nanos;
          });
    }
  }

  private static double raw(BenchFolder folder, boolean quick) throws Exception {
    try (RawStore store = new RawStore(folder.file())) {
      return median(quick, () -> threeCommits(store));
    }
  }

  private static long threeCommits(RawStore store) throws SQLException {
    long begin = System.nanoTime();
    store.begin();
    RawRun run = store.register(DurableJobs.owner(0));
    store.commit();
    store.begin();
    store.end(run);
    store.commit();
    store.begin();
    store.handOut(run);
    store.commit();
    long nanos = System.nanoTime() - begin;
    store.begin();
    store.conclude(run);
    store.commit();
    return nanos;
  }

  private static double median(boolean quick, Trip trip) throws Exception {
    for (int i = 0; i < (quick ? QUICK : WARMUP); i++) {
      trip.nanos();
    }
    double[] samples = new double[quick ? QUICK : MEASURED];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = trip.nanos();
    }
    return new Series(samples).median();
  }

  private SqliteLatency() {}
}
