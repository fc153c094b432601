package dev.errand.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures {@code errand mcp} as a client sees it: how soon it answers first, how long {@code
 * job_start} takes beside a call that does nothing on the same connection, and how a hundred
 * clients fare at once.
 *
 * <pre>{@code
 * java -cp errand-bench/target/benchmarks.jar dev.errand.bench.McpRatios [--quick] ARCHIVE
 * }</pre>
 *
 * <p>{@code ARCHIVE} is {@code errand-cli/target/errand-VERSION.tar.gz}. The call that does nothing
 * is {@code job_output} of a job that there is not, by an agent that has none: it goes all the way
 * to a tool and back. What starts jobs gets their results in its answers, as agents do.
 */
public final class McpRatios {
  private static final int ROUNDS = 5;
  private static final int CALLS = 100;
  private static final int QUICK_CALLS = 10;
  private static final int CLIENTS = 100;
  private static final int QUICK_CLIENTS = 5;
  private static final int STARTS = 9;
  private static final double MOST = 3;
  private static final double READY_SECONDS = 1;
  private static final String START =
      "{\"name\":\"job_start\",\"arguments\":{\"command\":\"true\",\"background_after\":0}}";
  private static final String NOTHING =
      "{\"name\":\"job_output\",\"arguments\":{\"job\":\"nobody\"}}";

  private final String errand;
  private final Path home;
  private final int calls;
  private final int clients;

  private McpRatios(String errand, Path home, boolean quick) {
    this.errand = errand;
    this.home = home;
    this.calls = quick ? QUICK_CALLS : CALLS;
    this.clients = quick ? QUICK_CLIENTS : CLIENTS;
  }

  /** Measures; the table goes to standard output, the progress to standard error. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> rest = ForkedJvm.withoutQuick(args);
    if (rest.size() != 1) {
      System.err.println("usage: McpRatios [--quick] errand-VERSION.tar.gz");
      System.exit(2);
    }
    System.out.println(
        Machine.describe(List.of("whole processes"))
            + (quick ? "; **quick: not a measurement**" : ""));
    System.out.print("\n" + Finding.HEAD);
    try (BenchFolder folder = new BenchFolder()) {
      UnpackedErrand errand = UnpackedErrand.of(Path.of(rest.getFirst()), folder.path());
      McpRatios ratios = new McpRatios(errand.program(), folder.path().resolve("home"), quick);
      try {
        ratios.run("ls");
        ratios.ready();
        ratios.latency(quick ? 1 : ROUNDS);
        ratios.crowd();
      } finally {
        ratios.run("daemon", "stop", "--cancel");
      }
    }
    System.out.printf("%n%s at the end.%n", Machine.load());
  }

  private void run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(errand));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ERRAND_HOME", home.toString());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Expect.count("exit code of " + command, 0, builder.start().waitFor());
  }

  private void ready() throws IOException, InterruptedException {
    double[] seconds = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long from = System.nanoTime();
      try (McpClient client = new McpClient(errand, home, "ready")) {
        client.initialize();
        seconds[i] = (System.nanoTime() - from) / 1e9;
      }
    }
    Series series = new Series(seconds);
    System.out.println(
        Finding.of(
            "from the start of `errand mcp` to its first answer, the daemon running",
            String.format(
                Locale.ROOT,
                "%.0f ms (%.0f–%.0f)",
                series.median() * 1e3,
                series.min() * 1e3,
                series.max() * 1e3),
            "< 1 s",
            series.max() < READY_SECONDS));
  }

  private void latency(int rounds) throws IOException, InterruptedException {
    double[] start = new double[rounds];
    double[] nothing = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      try (McpClient starter = new McpClient(errand, home, "starter-" + round);
          McpClient idle = new McpClient(errand, home, "idle-" + round)) {
        starter.initialize();
        idle.initialize();
        double[] starts = new double[calls];
        double[] nothings = new double[calls];
        for (int i = -QUICK_CALLS; i < calls; i++) { // the first ones warm up
          int at = Math.max(0, i);
          starts[at] = millis(starter, START);
          nothings[at] = millis(idle, NOTHING);
        }
        start[round] = new Series(starts).median();
        nothing[round] = new Series(nothings).median();
        System.err.printf("round %d: %.2f ms, %.2f ms%n", round, start[round], nothing[round]);
      }
    }
    Series ratio = new Series(start).dividedBy(new Series(nothing));
    System.out.println(
        Finding.of(
            "`job_start` to its answer, p50, the two by turns",
            String.format(
                Locale.ROOT,
                "%.1f ms beside %.1f ms of a call that does nothing: %.2f× (%.2f–%.2f)",
                new Series(start).median(),
                new Series(nothing).median(),
                ratio.median(),
                ratio.min(),
                ratio.max()),
            "≤ 3×",
            ratio.median() <= MOST));
  }

  private static double millis(McpClient client, String call) throws IOException {
    long from = System.nanoTime();
    client.call(call);
    return (System.nanoTime() - from) / 1e6;
  }

  /** Each starts a job and waits for it; one more asks all the time whether it is served. */
  private void crowd() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        McpClient beside = new McpClient(errand, home, "beside")) {
      beside.initialize();
      long from = System.nanoTime();
      List<Future<Double>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String owner = "crowd-" + i;
        all.add(
            threads.submit(() -> {
              try (McpClient client = new McpClient(errand, home, owner)) {
                client.initialize();
                client.call(START);
                client.call("{\"name\":\"job_wait\",\"arguments\":{}}");
                return (System.nanoTime() - from) / 1e9;
              }
            }));
      }
      double slowest = 0;
      while (!all.stream().allMatch(Future::isDone)) {
        long asked = System.nanoTime();
        beside.call(NOTHING);
        slowest = Math.max(slowest, (System.nanoTime() - asked) / 1e9);
      }
      double[] ends = new double[clients];
      for (int i = 0; i < clients; i++) {
        ends[i] = all.get(i).get();
      }
      Series series = new Series(ends);
      System.out.println(
          Finding.forTheRecord(
              clients + " clients at once, each starts a job and waits for it",
              String.format(
                  Locale.ROOT,
                  "all served; first after %.1f s, last after %.1f s; the slowest call of another"
                      + " client meanwhile %.2f s",
                  series.min(),
                  series.max(),
                  slowest)));
    }
  }
}
