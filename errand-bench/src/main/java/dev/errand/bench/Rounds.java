package dev.errand.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures pairs in rounds. In each round each pair is measured once, ours and the yardstick one
 * right after the other in forks of their own; who is first changes from round to round.
 *
 * <p>JMH alone would run all forks of one benchmark before the next, so that a machine that gets
 * slower (or warmer, or busier) in the meantime would change the ratio.
 */
final class Rounds {
  private static final TimeValue QUICK = TimeValue.milliseconds(50);

  private final List<Pair> pairs;
  private final double[][] ours;
  private final double[][] bare;
  private final boolean quick;

  Rounds(List<Pair> pairs, int count, boolean quick) {
    this.pairs = pairs;
    this.ours = new double[pairs.size()][count];
    this.bare = new double[pairs.size()][count];
    this.quick = quick;
  }

  void run(int round) throws RunnerException {
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      System.err.printf("round %d, %d of %d: %s%n", round + 1, i + 1, pairs.size(), pair);
      if (round % 2 == 0) {
        ours[i][round] = score(pair, pair.ours());
        bare[i][round] = score(pair, pair.bare());
      } else {
        bare[i][round] = score(pair, pair.bare());
        ours[i][round] = score(pair, pair.ours());
      }
    }
  }

  /** ns per operation, the mean of one fork: what the collector takes counts. */
  private double score(Pair pair, String method) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + pair.benchmarks().getName().replace(".", "\\.") + "\\." + method + "$")
            .forks(1)
            .jvmArgs((quick ? Jvm.QUICK_ARGS : Jvm.ARGS).toArray(String[]::new))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    pair.params().forEach((name, value) -> options.param(name, value));
    if (quick) {
      options.warmupIterations(1).warmupTime(QUICK).measurementIterations(1).measurementTime(QUICK);
    }
    return new Runner(options.build()).runSingle().getPrimaryResult().getScore();
  }

  /** What all rounds came to. */
  List<Result> results() {
    Map<String, Series> fewest = new HashMap<>();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Series mine = new Series(ours[i]);
      Series first = fewest.computeIfAbsent(pairs.get(i).title(), title -> mine);
      results.add(new Result(pairs.get(i), mine, new Series(bare[i]), mine.dividedBy(first)));
    }
    return results;
  }
}
