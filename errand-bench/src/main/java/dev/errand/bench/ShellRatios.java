package dev.errand.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

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
  private static final Map<String, Class<?>> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put("start", ShellStarts.class);
    PROGRAMS.put("sleepers", ShellSleepers.class);
    PROGRAMS.put("output", ShellOutput.class);
    PROGRAMS.put("endless", ShellEndless.class);
    PROGRAMS.put("neighbour", ShellNeighbour.class);
  }

  private ShellRatios() {}

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws Exception {
    FindingTable table = FindingTable.of(ShellRatios.class, args);
    Map<String, Callable<List<?>>> all = new LinkedHashMap<>();
    PROGRAMS.forEach((name, program) -> all.put(name, () -> run(program, table)));
    table.print(all);
  }

  private static List<String> run(Class<?> program, FindingTable table) {
    return ForkedJvm.run(program, List.of(String.valueOf(table.rounds())), table.quick());
  }
}
