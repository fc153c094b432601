package dev.errand.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Measures the SQLite store beside hand-written JDBC, by turns, and prints the table of {@code
 * docs/performance.md}.
 *
 * <pre>{@code
 * java -Derrand.bench.dir=FOLDER -cp errand-bench/target/benchmarks.jar \
 *   dev.errand.bench.SqliteRatios [--quick] [PATTERN]
 * }</pre>
 *
 * <p>With a pattern only what has a match of it in its name: {@code throughput}, {@code latency},
 * {@code rot}, {@code opening}. The files are made in {@code FOLDER}, or in {@code target} of the
 * working directory. {@code --quick} is a proof that it works, not a measurement; {@code
 * -Derrand.bench.rounds=1} measures in earnest, but once.
 */
public final class SqliteRatios {
  private static final double MOST_LATENCY = 1.5;

  private final int rounds;
  private final boolean quick;

  private SqliteRatios(int rounds, boolean quick) {
    this.rounds = rounds;
    this.quick = quick;
  }

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws Exception {
    FindingTable table = FindingTable.of(SqliteRatios.class, args);
    table.print(new SqliteRatios(table.rounds(), table.quick()).measurements());
  }

  private Map<String, Callable<List<?>>> measurements() {
    Map<String, Callable<List<?>>> all = new LinkedHashMap<>();
    all.put("throughput", () -> new SqliteThroughput(rounds, quick).measure());
    all.put("latency", () -> List.of(latency()));
    all.put("rot", () -> new Program("rot", SqliteRot.class).run(quick));
    all.put("opening", () -> SqliteOpening.measure(quick));
    return all;
  }

  private Finding latency() {
    double[] ours = new double[rounds];
    double[] raw = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ours[round] = latency(SqliteLatency.ERRAND);
      raw[round] = latency(SqliteLatency.RAW);
      System.err.printf("round %d, latency: %s beside %s%n", round + 1, ours[round], raw[round]);
    }
    Series ratio = new Series(ours).dividedBy(new Series(raw));
    return Finding.of(
        "latency register → sink, p50, 1 caller",
        String.format(
            Locale.ROOT,
            "%.2f ms beside %.2f ms of three bare commits: %.2f (%.2f–%.2f)",
            new Series(ours).median() / 1e6,
            new Series(raw).median() / 1e6,
            ratio.median(),
            ratio.min(),
            ratio.max()),
        "≤ 1.5×",
        ratio.median() <= MOST_LATENCY);
  }

  private double latency(String side) {
    return new ProgramSide(SqliteLatency.class, List.of(side)).nanos(quick);
  }
}
