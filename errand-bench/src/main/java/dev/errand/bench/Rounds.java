package dev.errand.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures pairs in rounds. In each round each pair is measured once, ours and the yardstick one
 * right after the other in forks of their own; who is first changes from round to round.
 *
 * <p>JMH alone would run all forks of one benchmark before the next, so that a machine that gets
 * slower (or warmer, or busier) in the meantime would change the ratio.
 */
final class Rounds {
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
        ours[i][round] = pair.ours().nanos(quick);
        bare[i][round] = pair.bare().nanos(quick);
      } else {
        bare[i][round] = pair.bare().nanos(quick);
        ours[i][round] = pair.ours().nanos(quick);
      }
    }
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
