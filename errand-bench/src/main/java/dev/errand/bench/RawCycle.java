package dev.errand.bench;

import java.sql.SQLException;
import java.util.List;

/**
 * The yardstick of {@link SqliteCycle}: hand-written JDBC on one connection and one thread does to
 * as many runs at a time, in transactions of as many rows, what our writer did. Prints cycles per
 * second.
 *
 * <p>Our callers are at different steps at any moment, so the transactions mix steps; here, too.
 *
 * <pre>{@code
 * RawCycle [--quick] CALLERS ROWS_PER_TRANSACTION SHARE_HANDED_OUT_AT_THE_END
 * }</pre>
 */
final class RawCycle {
  private final RawStore store;
  private final RawRun[] runs;
  private final int[] steps;
  private final double rowsPerTransaction;
  private final double atOnce;

  /** The rows that the transactions so far should have had, less those that they had. */
  private double owed;

  /** Likewise, the ends that should have handed out as well. */
  private double owedAtOnce;

  private int next;
  private long cycles;

  private RawCycle(RawStore store, int callers, double rowsPerTransaction, double atOnce) {
    this.store = store;
    this.runs = new RawRun[callers];
    this.steps = new int[callers];
    this.rowsPerTransaction = rowsPerTransaction;
    this.atOnce = atOnce;
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> rest = ForkedJvm.withoutQuick(args);
    try (BenchFolder folder = new BenchFolder();
        RawStore store = new RawStore(folder.file())) {
      RawCycle cycle =
          new RawCycle(
              store,
              Integer.parseInt(rest.get(0)),
              Double.parseDouble(rest.get(1)),
              Double.parseDouble(rest.get(2)));
      cycle.begin();
      cycle.perSecond(quick ? SqliteCycle.QUICK_MILLIS : SqliteCycle.WARMUP_MILLIS);
      System.out.println(
          cycle.perSecond(quick ? SqliteCycle.QUICK_MILLIS : SqliteCycle.MEASURED_MILLIS));
    }
  }

  /** Brings the runs to different steps. */
  private void begin() throws SQLException {
    for (int i = 0; i < runs.length; i++) {
      for (int step = 0; step < i % SqliteCycle.STEPS; step++) {
        store.begin();
        step(i);
        store.commit();
      }
    }
  }

  private double perSecond(long millis) throws SQLException {
    long before = cycles;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < millis * 1_000_000) {
      transaction();
    }
    return (cycles - before) * 1e9 / (System.nanoTime() - begin);
  }

  private void transaction() throws SQLException {
    owed += rowsPerTransaction;
    int rows = Math.max(1, (int) owed);
    owed -= rows;
    store.begin();
    for (int i = 0; i < rows; i++) {
      if (rows > 1) {
        store.savepoint();
      }
      step(next);
      if (rows > 1) {
        store.release();
      }
      next = (next + 1) % runs.length;
    }
    store.commit();
  }

  private void step(int caller) throws SQLException {
    switch (steps[caller]) {
      case 0 -> runs[caller] = store.register(DurableJobs.owner(caller));
      case 1 -> {
        owedAtOnce += atOnce;
        if (owedAtOnce >= 1) {
          owedAtOnce--;
          store.endAndHandOut(runs[caller]);
          steps[caller]++;
        } else {
          store.end(runs[caller]);
        }
      }
      case 2 -> store.handOut(runs[caller]);
      default -> {
        store.conclude(runs[caller]);
        cycles++;
      }
    }
    steps[caller] = (steps[caller] + 1) % SqliteCycle.STEPS;
  }
}
