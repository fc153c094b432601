package dev.errand.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures whole calls of {@code errand} beside a bare {@code java Hello} with the same Java and
 * the same flags, and beside {@code tsp} (task-spooler) where that is installed, by turns.
 *
 * <pre>{@code
 * java -cp errand-bench/target/benchmarks.jar dev.errand.bench.CommandLineRatios [--quick] ARCHIVE
 * }</pre>
 *
 * <p>{@code ARCHIVE} is {@code errand-cli/target/errand-VERSION.tar.gz}. The processor time is that
 * of the whole process and its children, as the shell's {@code times} has it; the daemon's is not
 * in it.
 */
public final class CommandLineRatios {
  private static final int CALLS = 10;
  private static final int QUICK_CALLS = 2;
  private static final int ROUNDS = 9;
  private static final double MOST_CPU = 2.5;
  private static final double MOST_WALL = 2;
  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  private final Path folder;
  private final int rounds;
  private final int calls;

  /** What a call costs, in seconds. */
  private record Cost(double cpu, double wall) {}

  private CommandLineRatios(Path folder, int rounds, int calls) {
    this.folder = folder;
    this.rounds = rounds;
    this.calls = calls;
  }

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> rest = ForkedJvm.withoutQuick(args);
    if (rest.size() != 1) {
      System.err.println("usage: CommandLineRatios [--quick] errand-VERSION.tar.gz");
      System.exit(2);
    }
    System.out.println(
        Machine.describe(List.of("whole processes"))
            + (quick ? "; **quick: not a measurement**" : ""));
    System.out.print("\n" + Finding.HEAD);
    try (BenchFolder folder = new BenchFolder()) {
      int rounds = quick ? 1 : ROUNDS;
      new CommandLineRatios(folder.path(), rounds, quick ? QUICK_CALLS : CALLS)
          .measure(Path.of(rest.getFirst()));
      System.out.printf(
          "%nMedians of %d rounds of %d calls, min–max in brackets; %s at the end.%n",
          rounds, quick ? QUICK_CALLS : CALLS, Machine.load());
    }
  }

  private void measure(Path archive) throws IOException, InterruptedException {
    UnpackedErrand unpacked = UnpackedErrand.of(archive, folder);
    String errand = unpacked.program();
    Map<String, String> home = Map.of("ERRAND_HOME", folder.resolve("home").toString());
    Map<String, String> spooler = Map.of("TS_SOCKET", folder.resolve("ts").toString());
    boolean tsp = Files.isExecutable(Path.of("/usr/bin/tsp"));
    String hello = hello(unpacked.root());
    run(home, errand, "run", "--id", "ended", "--", "true");
    run(home, errand, "wait", "ended");
    try {
      List<String> lines =
          new ArrayList<>(
              List.of(
                  hello,
                  quoted(errand) + " ls",
                  quoted(errand) + " run -- true",
                  quoted(errand) + " wait ended"));
      if (tsp) {
        lines.add("tsp");
        lines.add("tsp true");
      }
      Cost[][] costs = new Cost[lines.size()][rounds];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < lines.size(); i++) {
          costs[i][round] = cost(lines.get(i), i < 4 ? home : spooler);
          // The same list for each round, and no long one.
          run(home, errand, "prune", "--owner", "nobody");
        }
        System.err.printf("round %d: %s%n", round + 1, costs[1][round]);
      }
      print(costs, tsp);
    } finally {
      run(home, errand, "daemon", "stop", "--cancel");
      if (tsp) {
        run(spooler, "tsp", "-K");
      }
    }
  }

  private void print(Cost[][] costs, boolean tsp) {
    Series hello = cpu(costs[0]);
    String[] names = {"errand ls", "errand run -- true", "errand wait (of an ended job)"};
    for (int i = 0; i < names.length; i++) {
      Series ratio = cpu(costs[i + 1]).dividedBy(hello);
      System.out.println(
          Finding.of(
              "processor time of `" + names[i] + "`",
              "%s beside %s of `java Hello`: %s"
                  .formatted(millis(cpu(costs[i + 1])), millis(hello), times(ratio)),
              "≤ %.1f×".formatted(MOST_CPU),
              ratio.median() <= MOST_CPU));
    }
    Series ls = wall(costs[1]);
    Series ratio = wall(costs[2]).dividedBy(ls);
    System.out.println(
        Finding.of(
            "wall of `errand run -- true`",
            "%s beside %s of `errand ls`: %s"
                .formatted(millis(wall(costs[2])), millis(ls), times(ratio)),
            "≤ %.0f×".formatted(MOST_WALL),
            ratio.median() <= MOST_WALL));
    if (tsp) {
      System.out.println(
          Finding.forTheRecord(
              "`errand ls` beside `tsp`",
              "wall %s beside %s, processor %s beside %s"
                  .formatted(
                      millis(ls),
                      millis(wall(costs[4])),
                      millis(cpu(costs[1])),
                      millis(cpu(costs[4])))));
      System.out.println(
          Finding.forTheRecord(
              "`errand run -- true` beside `tsp true`",
              "wall %s beside %s, processor %s beside %s"
                  .formatted(
                      millis(wall(costs[2])),
                      millis(wall(costs[5])),
                      millis(cpu(costs[2])),
                      millis(cpu(costs[5])))));
    }
  }

  private static Series cpu(Cost[] costs) {
    return new Series(Stream.of(costs).mapToDouble(Cost::cpu).toArray());
  }

  private static Series wall(Cost[] costs) {
    return new Series(Stream.of(costs).mapToDouble(Cost::wall).toArray());
  }

  private static String millis(Series seconds) {
    return String.format(Locale.ROOT, "%.0f ms", seconds.median() * 1_000);
  }

  private static String times(Series ratio) {
    return String.format(
        Locale.ROOT, "%.2f× (%.2f–%.2f)", ratio.median(), ratio.min(), ratio.max());
  }

  /** With the Java of the image, its flags, and a cache of its own. */
  private String hello(Path root) throws IOException, InterruptedException {
    Path classes = Files.createDirectories(folder.resolve("hello/dev/errand/bench"));
    try (InputStream in = CommandLineRatios.class.getResourceAsStream("Hello.class")) {
      if (in == null) {
        throw new IOException("Hello is missing");
      }
      Files.copy(in, classes.resolve("Hello.class"));
    }
    Path jar = folder.resolve("hello.jar");
    run(
        Map.of(),
        Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
        "-cf",
        jar.toString(),
        "-C",
        folder.resolve("hello").toString(),
        ".");
    String java = root.resolve("runtime/bin/java").toString();
    String options = "@" + root.resolve("runtime/errand.options");
    String cache = folder.resolve("hello.aot").toString();
    run(
        Map.of(),
        java,
        options,
        "-XX:AOTCacheOutput=" + cache,
        "-cp",
        jar.toString(),
        Hello.class.getName());
    return String.join(
        " ",
        quoted(java),
        quoted(options),
        quoted("-XX:AOTCache=" + cache),
        "-cp",
        quoted(jar.toString()),
        Hello.class.getName());
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }

  private Cost cost(String line, Map<String, String> environment)
      throws IOException, InterruptedException {
    String loop =
        "i=0; while [ $i -lt "
            + calls
            + " ]; do "
            + line
            + " >/dev/null 2>&1 </dev/null; i=$((i+1)); done; times";
    long from = System.nanoTime();
    String times = run(environment, "bash", "-c", loop);
    double wall = (System.nanoTime() - from) / 1e9;
    // The first line is the shell's own, the second that of its children.
    double cpu =
        TIME.matcher(times.substring(times.indexOf('\n') + 1))
            .results()
            .mapToDouble(CommandLineRatios::seconds)
            .sum();
    return new Cost(cpu / calls, wall / calls);
  }

  private static double seconds(MatchResult time) {
    return 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2));
  }

  private static String run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", words) + " ended with " + code + ": " + output);
    }
    return output;
  }
}
