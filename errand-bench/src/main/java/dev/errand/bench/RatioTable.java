package dev.errand.bench;

import java.util.List;
import java.util.Locale;

/** The table of {@code docs/performance.md}, in Markdown. */
final class RatioTable {

  static String of(List<Result> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        """
        | what | retained | ours, ns | yardstick, ns | ratio | min–max | growth | bar | bar met |
        |---|--:|--:|--:|--:|--:|--:|---|---|
        """);
    for (Result result : results) {
      table.append(row(result)).append('\n');
    }
    return table.toString();
  }

  private static String row(Result result) {
    Pair pair = result.pair();
    Series ratio = result.ratio();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.1f | %,.1f | %.2f | %.2f–%.2f | %.2f | %s | %s |",
        pair.title(),
        pair.retained(),
        result.ours().median(),
        result.bare().median(),
        ratio.median(),
        ratio.min(),
        ratio.max(),
        result.growth().median(),
        pair.bar().equals(Bar.NONE) ? "–" : pair.bar(),
        met(result));
  }

  private static String met(Result result) {
    Bar bar = result.pair().bar();
    if (bar.equals(Bar.NONE)) {
      return "–";
    }
    return bar.isMet(result) ? "yes" : "**no**";
  }

  private RatioTable() {}
}
