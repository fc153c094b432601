package dev.errand.bench;

import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.sql.SqlJobStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to open a store in which 1,000,000 runs are kept, until it has found one; three
 * times, each time in a JVM that has just been started. The operating system has the file in its
 * cache. Bar: less than 3 s.
 *
 * <pre>{@code
 * SqliteOpening [--quick] fill|open FILE
 * }</pre>
 */
final class SqliteOpening {
  private static final String FILL = "fill";
  private static final String OPEN = "open";
  private static final int RUNS = 1_000_000;
  private static final int QUICK_RUNS = 20_000;
  private static final int AT_ONCE = 10_000;
  private static final int OWNERS = 100;
  private static final int TIMES = 3;
  private static final double MOST_SECONDS = 3;

  /** Nobody is to forget them meanwhile. */
  private static final long KEPT_NANOS = 86_400_000_000_000L;

  /** Fills the file, and prints nothing; or opens it once, and prints how long that took, in ns. */
  public static void main(String[] args) throws SQLException {
    List<String> rest = ForkedJvm.withoutQuick(args);
    Path file = Path.of(rest.get(1));
    if (rest.get(0).equals(FILL)) {
      fill(file, runs(ForkedJvm.isQuick(args)));
    } else {
      System.out.println(nanosToOpen(file));
    }
  }

  private static int runs(boolean quick) {
    return quick ? QUICK_RUNS : RUNS;
  }

  private static long nanosToOpen(Path file) {
    long begin = System.nanoTime();
    try (JobStore store = SqlJobStore.sqlite(file)) {
      boolean found = store.find("bg_" + QUICK_RUNS / 2, JobFilter.all()).isPresent();
      long nanos = System.nanoTime() - begin;
      Expect.count("runs found", 1, found ? 1 : 0);
      return nanos;
    }
  }

  /** Fills a file, and opens it. */
  static List<Finding> measure(boolean quick) throws Exception {
    try (BenchFolder folder = new BenchFolder()) {
      String file = folder.file().toString();
      ForkedJvm.run(SqliteOpening.class, List.of(FILL, file), quick);
      double[] seconds = new double[TIMES];
      for (int i = 0; i < TIMES; i++) {
        seconds[i] = new ProgramSide(SqliteOpening.class, List.of(OPEN, file)).nanos(quick) / 1e9;
      }
      Series opened = new Series(seconds);
      return List.of(
          Finding.of(
              String.format(Locale.ROOT, "opening a store of %,d kept runs", runs(quick)),
              String.format(
                  Locale.ROOT,
                  "%.2f s (%.2f–%.2f), a file of %,d MiB",
                  opened.median(),
                  opened.min(),
                  opened.max(),
                  folder.sizes().get(0) >> 20),
              "< 3 s",
              opened.max() < MOST_SECONDS));
    }
  }

  private static void fill(Path file, int runs) throws SQLException {
    try (RawStore store = new RawStore(file)) {
      for (int i = 0; i < runs; i += AT_ONCE) {
        store.begin();
        for (int k = i; k < i + AT_ONCE; k++) {
          store.insertKept(DurableJobs.owner(k % OWNERS), KEPT_NANOS);
        }
        store.commit();
      }
    }
  }

  private SqliteOpening() {}
}
