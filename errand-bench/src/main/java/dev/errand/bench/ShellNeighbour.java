package dev.errand.bench;

import dev.errand.shell.Command;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How long a job of a command that does nothing takes from its registration until it has settled,
 * while another job prints without end at full speed and while none does; and, for what the
 * processors and the disk have to do with it, the same of bare processes. Medians; by turns, in one
 * JVM. No bar.
 *
 * <pre>{@code
 * ShellNeighbour [--quick] ROUNDS
 * }</pre>
 */
final class ShellNeighbour {
  private static final int JOBS = 100;
  private static final int QUICK = 10;

  private final int jobs;
  private final CommandJobs commands;

  /** One trip. */
  private interface Trip {
    void run() throws Exception;
  }

  private ShellNeighbour(Path folder, int jobs) {
    this.jobs = jobs;
    this.commands = new CommandJobs(folder);
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    int rounds = Integer.parseInt(ForkedJvm.withoutQuick(args).get(0));
    try (BenchFolder folder = new BenchFolder()) {
      new ShellNeighbour(folder.path().resolve("neighbour"), quick ? QUICK : JOBS).measure(rounds);
    }
  }

  private void measure(int rounds) throws Exception {
    try (commands) {
      double[] ours = new double[rounds];
      double[] oursBeside = new double[rounds];
      double[] bare = new double[rounds];
      double[] bareBeside = new double[rounds];
      ours();
      bare();
      for (int round = 0; round < rounds; round++) {
        ours[round] = ours();
        bare[round] = bare();
        String printer =
            commands.shell.start(Command.shell(ShellEndless.FULL_SPEED).quota(ShellEndless.QUOTA));
        Await.until("a full quota", () -> commands.printed(printer) > ShellEndless.QUOTA);
        oursBeside[round] = ours();
        bareBeside[round] = bare();
        commands.end(printer);
        System.err.printf(
            Locale.ROOT,
            "round %d, neighbour: %.1f ms, beside the printer %.1f ms; bare %.1f ms and %.1f ms%n",
            round + 1,
            ours[round],
            oursBeside[round],
            bare[round],
            bareBeside[round]);
      }
      print("a job", ours, oursBeside);
      print("a bare process", bare, bareBeside);
    }
  }

  private static void print(String what, double[] alone, double[] beside) {
    Series ratio = new Series(beside).dividedBy(new Series(alone));
    System.out.println(
        Finding.forTheRecord(
            "latency of " + what + ", p50, beside endless `yes`",
            String.format(
                Locale.ROOT,
                "%.1f ms, without it %.1f ms: %.2f (%.2f–%.2f)",
                new Series(beside).median(),
                new Series(alone).median(),
                ratio.median(),
                ratio.min(),
                ratio.max())));
  }

  private double ours() throws Exception {
    return millis(() -> commands.run(CommandJobs.NOTHING));
  }

  private double bare() throws Exception {
    return millis(ShellStarts::bare);
  }

  private double millis(Trip trip) throws Exception {
    double[] samples = new double[jobs];
    for (int i = 0; i < jobs; i++) {
      long begin = System.nanoTime();
      trip.run();
      samples[i] = (System.nanoTime() - begin) / 1e6;
    }
    return new Series(samples).median();
  }
}
