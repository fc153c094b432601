package dev.errand.bench;

import dev.errand.bench.SqliteCycle.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whole cycles per second, by turns beside hand-written JDBC that does the same with as many rows
 * in a transaction. Bars: at least 70 % of it, with one caller and with 64; and with 64 callers at
 * least eight times as many as with one.
 */
final class SqliteThroughput {
  private static final int[] CALLERS = {1, 64};
  private static final double LEAST = 0.7;
  private static final double LEAST_TOGETHER = 8;

  private final int rounds;
  private final boolean quick;

  SqliteThroughput(int rounds, boolean quick) {
    this.rounds = rounds;
    this.quick = quick;
  }

  List<Finding> measure() {
    Measured[][] ours = new Measured[CALLERS.length][rounds];
    double[][] raw = new double[CALLERS.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < CALLERS.length; i++) {
        // Always ours first: the yardstick writes as it did.
        ours[i][round] = ours(CALLERS[i]);
        raw[i][round] = raw(CALLERS[i], ours[i][round]);
        System.err.printf(
            "round %d, %d callers: %s beside %s%n",
            round + 1, CALLERS[i], ours[i][round], raw[i][round]);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < CALLERS.length; i++) {
      findings.add(beside(CALLERS[i], ours[i], new Series(raw[i])));
    }
    findings.add(together(rates(ours[0]), rates(ours[CALLERS.length - 1])));
    return findings;
  }

  private Measured ours(int callers) {
    return Measured.parse(
        ForkedJvm.run(SqliteCycle.class, List.of(String.valueOf(callers)), quick));
  }

  private double raw(int callers, Measured ours) {
    return Double.parseDouble(
        ForkedJvm.run(
                RawCycle.class,
                List.of(
                    String.valueOf(callers),
                    String.valueOf(ours.rowsPerTransaction()),
                    String.valueOf(ours.atOnce())),
                quick)
            .get(0));
  }

  private static Finding beside(int callers, Measured[] ours, Series raw) {
    Series rates = rates(ours);
    Series ratio = rates.dividedBy(raw);
    double[] rows = new double[ours.length];
    double[] perCycle = new double[ours.length];
    for (int i = 0; i < ours.length; i++) {
      rows[i] = ours[i].rowsPerTransaction();
      perCycle[i] = ours[i].rowsPerCycle();
    }
    return Finding.of(
        callers == 1 ? "cycles per second, 1 caller" : "cycles per second, " + callers + " callers",
        String.format(
            Locale.ROOT,
            "%,.0f beside %,.0f: %.2f (%.2f–%.2f); %.1f rows a transaction, %.2f a cycle",
            rates.median(),
            raw.median(),
            ratio.median(),
            ratio.min(),
            ratio.max(),
            new Series(rows).median(),
            new Series(perCycle).median()),
        "≥ 0.70",
        ratio.median() >= LEAST);
  }

  private static Finding together(Series one, Series many) {
    Series ratio = many.dividedBy(one);
    return Finding.of(
        "cycles per second, 64 callers beside 1",
        String.format(
            Locale.ROOT, "%.1f (%.1f–%.1f) times", ratio.median(), ratio.min(), ratio.max()),
        "≥ 8×",
        ratio.median() >= LEAST_TOGETHER);
  }

  private static Series rates(Measured[] measured) {
    double[] rates = new double[measured.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = measured[i].perSecond();
    }
    return new Series(rates);
  }
}
