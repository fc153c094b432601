package dev.errand.bench;

import dev.errand.sql.sqlite.WriterCounts;
import java.time.Duration;
import java.util.List;

/**
 * Our side of {@link SqliteThroughput}: callers with a job at a time each, from {@code register} to
 * the sink. Prints cycles per second, runs written per transaction, and steps per cycle.
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

  /** Registered and claimed, ended, handed out, concluded. */
  static final int ROWS = 4;

  private static final Duration RETENTION = Duration.ofMinutes(5);

  /** What one run came to. */
  record Measured(double perSecond, double rowsPerTransaction, double stepsPerCycle) {

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
      return perSecond + " " + rowsPerTransaction + " " + stepsPerCycle;
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
    return new Measured(
        cycles / seconds,
        ROWS * cycles / (after.commits() - before.commits()),
        (after.steps() - before.steps()) / cycles);
  }

  private SqliteCycle() {}
}
