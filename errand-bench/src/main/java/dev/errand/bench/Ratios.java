package dev.errand.bench;

import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs ours and the yardsticks by turns and prints the table of {@code docs/performance.md}.
 *
 * <pre>{@code
 * java -cp errand-bench/target/benchmarks.jar dev.errand.bench.Ratios [--quick] [PATTERN]
 * }</pre>
 *
 * <p>With a pattern only the pairs whose line contains a match of it: {@code "start"}, {@code
 * "retained=1000}"}.
 *
 * <p>{@code --quick} runs one round of hardly anything in less than a minute: a proof that all of
 * it works, not a measurement.
 */
public final class Ratios {
  private static final int ROUNDS = 3;
  private static final List<String> RETAINED = List.of("1000", "10000", "100000", "1000000");
  private static final List<String> QUICK_RETAINED = List.of("1000", "10000");
  private static final List<String> PRODUCERS = List.of("1", "4");

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws RunnerException {
    boolean quick = args.length > 0 && args[0].equals("--quick");
    List<String> patterns = List.of(args).subList(quick ? 1 : 0, args.length);
    if (patterns.size() > 1) {
      System.err.println("usage: Ratios [--quick] [PATTERN]");
      System.exit(2);
    }
    Pattern pattern = Pattern.compile(patterns.isEmpty() ? "" : patterns.get(0));
    String machine = Machine.describe(quick ? Jvm.QUICK_ARGS : Jvm.ARGS);
    int count = quick ? 1 : ROUNDS;
    List<Pair> pairs =
        Pair.all(quick ? QUICK_RETAINED : RETAINED, PRODUCERS).stream()
            .filter(pair -> pattern.matcher(pair.toString()).find())
            .toList();
    Rounds rounds = new Rounds(pairs, count, quick);
    for (int round = 0; round < count; round++) {
      rounds.run(round);
    }
    System.out.println(machine + (quick ? "; **quick: not a measurement**" : "") + "\n");
    System.out.print(RatioTable.of(rounds.results()));
    System.out.println(
        """

        Medians of %d rounds; ratio and growth are the medians of the ratios of each round, min–max theirs. \
        Growth: ours to ours with the fewest retained.\
        """
            .formatted(count));
  }

  private Ratios() {}
}
