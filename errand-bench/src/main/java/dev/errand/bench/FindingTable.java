package dev.errand.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * The frame of a program that prints a table of {@link Finding}s: what was asked for, on which
 * machine, and each measurement whose name matches.
 *
 * @param quick whether to prove only that it works
 * @param rounds how often to measure
 */
record FindingTable(boolean quick, int rounds, Pattern pattern) {
  private static final int ROUNDS = 5;

  /** As the arguments say: {@code [--quick] [PATTERN]}; ends the program if they say more. */
  static FindingTable of(Class<?> program, String[] args) {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> patterns = ForkedJvm.withoutQuick(args);
    if (patterns.size() > 1) {
      System.err.println("usage: " + program.getSimpleName() + " [--quick] [PATTERN]");
      System.exit(2);
    }
    int rounds = quick ? 1 : Integer.getInteger("errand.bench.rounds", ROUNDS);
    return new FindingTable(
        quick, rounds, Pattern.compile(patterns.isEmpty() ? "" : patterns.get(0)));
  }

  /** Measures; the table goes to standard output. */
  void print(Map<String, Callable<List<?>>> measurements) throws Exception {
    System.out.println(
        Machine.describe(Jvm.args(quick)) + (quick ? "; **quick: not a measurement**" : ""));
    try (BenchFolder folder = new BenchFolder()) {
      System.out.println("Files in " + folder.describe());
    }
    System.out.print("\n" + Finding.HEAD);
    for (Map.Entry<String, Callable<List<?>>> one : measurements.entrySet()) {
      if (pattern.matcher(one.getKey()).find()) {
        one.getValue().call().forEach(System.out::println);
      }
    }
    System.out.printf("%nMedians of %d rounds, min–max in brackets", rounds);
    System.out.println("; " + Machine.load() + " at the end.");
  }
}
