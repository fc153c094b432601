package dev.errand.bench.postgres;

import dev.errand.bench.Series;
import dev.errand.test.postgres.PostgresServer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How long the {@link NotifyPath} takes, one job at a time, measured once in each round. */
final class NotifyLatency {
  static final String HEAD =
      """
      | three bare commits and NOTIFY, 1 job at a time | p50, ms | min–max | p99, ms | min–max |
      |---|--:|--:|--:|--:|
      """;

  private static final int P50 = 50;
  private static final int P99 = 99;

  private final PostgresServer server;
  private final int jobs;
  private final NotifyPath.Times[][] times;

  NotifyLatency(PostgresServer server, int jobs, int rounds) {
    this.server = server;
    this.jobs = jobs;
    this.times = new NotifyPath.Times[rounds][jobs];
  }

  /** As many for warming up, and as many for the record. */
  void run(int round) throws SQLException {
    try (NotifyPath path = new NotifyPath(server)) {
      for (int i = 0; i < jobs; i++) {
        path.once();
      }
      for (int i = 0; i < jobs; i++) {
        times[round][i] = path.once();
      }
    }
  }

  /** The lines under {@link #HEAD}. */
  List<String> lines() {
    return List.of(
        line("registered → its owner has heard of the end", NotifyPath.Times::heard),
        line("registered → acknowledged", NotifyPath.Times::acknowledged));
  }

  private String line(String what, ToDoubleFunction<NotifyPath.Times> time) {
    return "| %s | %s | %s |".formatted(what, cells(P50, time), cells(P99, time));
  }

  private String cells(int percentile, ToDoubleFunction<NotifyPath.Times> time) {
    Series series =
        new Series(
            Arrays.stream(times)
                .mapToDouble(round -> percentile(percentile, round, time))
                .toArray());
    return String.format(
        Locale.ROOT, "%.2f | %.2f–%.2f", series.median(), series.min(), series.max());
  }

  private static double percentile(
      int percentile, NotifyPath.Times[] round, ToDoubleFunction<NotifyPath.Times> time) {
    double[] sorted =
        IntStream.range(0, round.length)
            .mapToDouble(i -> time.applyAsDouble(round[i]))
            .sorted()
            .toArray();
    return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)];
  }
}
