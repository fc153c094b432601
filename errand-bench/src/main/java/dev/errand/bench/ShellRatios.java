package dev.errand.bench;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Measures commands as jobs beside bare processes, by turns, and prints the table of {@code
 * docs/performance.md}.
 *
 * <pre>{@code
 * java -Derrand.bench.dir=FOLDER -cp errand-bench/target/benchmarks.jar \
 *   dev.errand.bench.ShellRatios [--quick] [PATTERN]
 * }</pre>
 *
 * <p>With a pattern only what has a match of it in its name: {@code start}, {@code sleepers},
 * {@code output}, {@code endless}, {@code neighbour}; each has a JVM of its own. The files are made
 * in {@code FOLDER}, or in {@code target} of the working directory. {@code --quick} is a proof that
 * it works, not a measurement; {@code -Derrand.bench.rounds=1} measures in earnest, but once.
 */
public final class ShellRatios {
  private static final int ROUNDS = 5;

  private ShellRatios() {}

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> patterns = ForkedJvm.withoutQuick(args);
    if (patterns.size() > 1) {
      System.err.println("usage: ShellRatios [--quick] [PATTERN]");
      System.exit(2);
    }
    int rounds = quick ? 1 : Integer.getInteger("errand.bench.rounds", ROUNDS);
    System.out.println(
        Machine.describe(Jvm.args(quick)) + (quick ? "; **quick: not a measurement**" : ""));
    try (BenchFolder folder = new BenchFolder()) {
      System.out.println("Files in " + folder.describe());
    }
    measure(Pattern.compile(patterns.isEmpty() ? "" : patterns.get(0)), rounds, quick);
    System.out.printf(
        Locale.ROOT,
        "%nMedians of %d rounds, min–max in brackets; load average %.1f at the end.%n",
        rounds,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static void measure(Pattern pattern, int rounds, boolean quick) {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    all.put("start", ShellStarts.class);
    all.put("sleepers", ShellSleepers.class);
    all.put("output", ShellOutput.class);
    all.put("endless", ShellEndless.class);
    all.put("neighbour", ShellNeighbour.class);
    System.out.print("\n" + Finding.HEAD);
    for (Map.Entry<String, Class<?>> one : all.entrySet()) {
      if (pattern.matcher(one.getKey()).find()) {
        List<String> arguments = List.of(String.valueOf(rounds));
        ForkedJvm.run(one.getValue(), arguments, quick).forEach(System.out::println);
      }
    }
  }
}
