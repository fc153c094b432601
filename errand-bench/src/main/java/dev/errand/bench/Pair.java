package dev.errand.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of our benchmarks and its yardstick, with the same parameters.
 *
 * @param title what is measured
 * @param benchmarks the class of both
 * @param ours the name of our method
 * @param bare the name of the method of the yardstick
 * @param params the parameters of both
 * @param bar what ours may cost
 */
record Pair(
    String title,
    Class<?> benchmarks,
    String ours,
    String bare,
    Map<String, String> params,
    Bar bar) {
  private static final String RETAINED = "retained";
  private static final Bar FLAT = Bar.growth(1.5);

  /** All pairs, each title from the fewest retained to the most. */
  static List<Pair> all(List<String> retained, List<String> producers) {
    List<Pair> pairs = new ArrayList<>();
    for (String count : producers) {
      for (String kept : retained) {
        pairs.add(
            new Pair(
                "start → run → end, " + (count.equals("1") ? "1 producer" : count + " producers"),
                CycleBenchmark.class,
                "errand",
                "bare",
                Map.of("producers", count, RETAINED, kept),
                Bar.ratio(2).andGrowth(1.25)));
      }
    }
    pairs.add(call("`register`, one at a time", "registerErrand", "registerBare"));
    pairs.add(
        call(
            "`register`, bursts of " + RegisterCancelBenchmark.BURST,
            "registerBurstErrand",
            "registerBurstBare"));
    pairs.add(call("`cancel`", "cancelErrand", "cancelBare"));
    for (String kept : retained) {
      pairs.add(
          look("`job(id)`", "job", "bareGet", kept, Bar.ratio(10).orNanos(1_000).andGrowth(1.5)));
    }
    addLists(pairs, "`runningJobs(owner)`, 10 of them", "runningJobs", retained);
    addLists(pairs, "`recentJobs(10)`", "recentJobs", retained);
    addLists(pairs, "`recentJobs(10, owner)`", "recentJobsOfOwner", retained);
    addLists(pairs, "`allJobs(owner)`, 10 of them", "allJobsOfOwner", retained);
    return pairs;
  }

  private static Pair call(String title, String ours, String bare) {
    return new Pair(title, RegisterCancelBenchmark.class, ours, bare, Map.of(), Bar.ratio(3));
  }

  private static void addLists(List<Pair> pairs, String title, String ours, List<String> retained) {
    for (String kept : retained) {
      pairs.add(look(title, ours, "bareList", kept, FLAT));
    }
  }

  private static Pair look(String title, String ours, String bare, String kept, Bar bar) {
    return new Pair(title, LookBenchmark.class, ours, bare, Map.of(RETAINED, kept), bar);
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
