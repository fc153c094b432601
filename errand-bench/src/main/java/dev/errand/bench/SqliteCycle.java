package dev.errand.bench;

import dev.errand.sql.sqlite.WriterCounts;
import java.time.Duration;
import java.util.List;

/**
 * Our side of {@link SqliteThroughput}: callers with a job at a time each, from {@code register} to
 * the sink. Prints cycles per second, rows written per transaction, and rows written per cycle.
 *
 * <p>The clock is stopped when the store has recorded what became of the last delivery: nothing is
 * left out. Retention is longer than this takes; nothing is deleted.
 *
 * <pre>{@code
 * SqliteCycle [--quick] CALLERS
 * }</pre>
 */
final class SqliteCycle {
  static final long WARMUP_MILLIS = 10_000;
  static final long MEASURED_MILLIS = 20_000;
  static final long QUICK_MILLIS = 1_000;

  /** Registered and claimed, ended, handed out, concluded; the two in the middle at once, often. */
  static final int STEPS = 4;

  private static final Duration RETENTION = Duration.ofMinutes(5);

  /**
   * What one run came to.
   *
   * @param rowsPerCycle each step that finds something to do writes one row
   */
  record Measured(double perSecond, double rowsPerTransaction, double rowsPerCycle) {

    /** The share of the cycles whose end and handing out were one step. */
    double atOnce() {
      return Math.clamp(STEPS - rowsPerCycle, 0, 1);
    }

    static Measured parse(List<String> printed) {
      Expect.count("lines printed", 1, printed.size());
      String[] numbers = printed.get(0).split(" ");
      return new Measured(
          Double.parseDouble(numbers[0]),
          Double.parseDouble(numbers[1]),
          Double.parseDouble(numbers[2]));
    }

    @Override
    public String toString() {
      return perSecond + " " + rowsPerTransaction + " " + rowsPerCycle;
    }
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    int callers = Integer.parseInt(ForkedJvm.withoutQuick(args).get(0));
    try (BenchFolder folder = new BenchFolder();
        DurableJobs jobs = new DurableJobs(folder.file(), callers, RETENTION)) {
      measure(jobs, callers, quick ? QUICK_MILLIS : WARMUP_MILLIS);
      System.out.println(measure(jobs, callers, quick ? QUICK_MILLIS : MEASURED_MILLIS));
    }
  }

  private static Measured measure(DurableJobs jobs, int callers, long millis) throws Exception {
    WriterCounts before = jobs.counts();
    long begin = System.nanoTime();
    double cycles = Callers.run(callers, Callers.during(millis), jobs::cycle);
    jobs.drain();
    double seconds = (System.nanoTime() - begin) / 1e9;
    WriterCounts after = jobs.counts();
    double rows = after.rows() - before.rows();
    return new Measured(
        cycles / seconds, rows / (after.commits() - before.commits()), rows / cycles);
  }

  private SqliteCycle() {}
}
