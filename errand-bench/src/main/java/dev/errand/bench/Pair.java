package dev.errand.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ours and its yardstick, with the same parameters.
 *
 * @param title what is measured
 * @param ours our side
 * @param bare the yardstick
 * @param params the parameters of both
 * @param bar what ours may cost
 */
record Pair(String title, Side ours, Side bare, Map<String, String> params, Bar bar) {
  static final String RETAINED = "retained";

  /** Two methods of one class of JMH benchmarks. */
  static Pair jmh(
      String title,
      Class<?> benchmarks,
      String ours,
      String bare,
      Map<String, String> params,
      Bar bar) {
    return new Pair(
        title,
        new JmhSide(benchmarks, ours, params),
        new JmhSide(benchmarks, bare, params),
        params,
        bar);
  }

  /** How many jobs are retained, for people. */
  String retained() {
    return params.containsKey(RETAINED)
        ? String.format(Locale.ROOT, "%,d", Integer.parseInt(params.get(RETAINED)))
        : "–";
  }

  @Override
  public String toString() {
    return title + " " + new TreeMap<>(params);
  }
}
