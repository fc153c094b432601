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
 * <p>With a pattern only what has a match of it in its line: {@code "start"}, {@code
 * "retained=1000}"}, {@code "sink, 1,000 slots"}, {@code "latency"}, {@code "queued"}, {@code
 * "heap"}, {@code "slow"}, {@code "idle"}.
 *
 * <p>Two tables: times beside those of a yardstick, in rounds; and what else has a bar, by programs
 * that measure for themselves.
 *
 * <p>{@code --quick} runs one round of hardly anything in a few minutes: a proof that all of it
 * works, not a measurement. {@code -Derrand.bench.rounds=1} measures in earnest, but once and not
 * three times.
 */
public final class Ratios {
  private static final int ROUNDS = 3;
  private static final List<String> RETAINED = List.of("1000", "10000", "100000", "1000000");
  private static final List<String> QUICK_RETAINED = List.of("1000", "10000");
  private static final List<String> CROWDS = List.of("1000", "10000", "100000");
  private static final List<String> QUICK_CROWDS = List.of("1000");

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws RunnerException {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> patterns = ForkedJvm.withoutQuick(args);
    if (patterns.size() > 1) {
      System.err.println("usage: Ratios [--quick] [PATTERN]");
      System.exit(2);
    }
    Pattern pattern = Pattern.compile(patterns.isEmpty() ? "" : patterns.get(0));
    System.out.println(
        Machine.describe(Jvm.args(quick)) + (quick ? "; **quick: not a measurement**" : ""));
    List<Pair> pairs =
        Pairs.all(quick ? QUICK_RETAINED : RETAINED, quick ? QUICK_CROWDS : CROWDS).stream()
            .filter(pair -> pattern.matcher(pair.toString()).find())
            .toList();
    List<Program> programs =
        Program.all().stream().filter(program -> pattern.matcher(program.title()).find()).toList();
    if (!pairs.isEmpty()) {
      measure(pairs, quick ? 1 : Integer.getInteger("errand.bench.rounds", ROUNDS), quick);
    }
    if (!programs.isEmpty()) {
      System.out.print("\n" + Finding.HEAD);
      programs.forEach(program -> program.run(quick).forEach(System.out::println));
    }
    if (pairs.isEmpty() && programs.isEmpty()) {
      System.err.println("nothing matches " + pattern);
      System.exit(2);
    }
  }

  private static void measure(List<Pair> pairs, int count, boolean quick) throws RunnerException {
    Rounds rounds = new Rounds(pairs, count, quick);
    for (int round = 0; round < count; round++) {
      rounds.run(round);
    }
    System.out.print("\n" + RatioTable.of(rounds.results()));
    System.out.println(
        """

        Medians of %d rounds; ratio and growth are the medians of the ratios of each round, min–max theirs. \
        Growth: ours to ours with the fewest retained.\
        """
            .formatted(count));
  }

  private Ratios() {}
}
