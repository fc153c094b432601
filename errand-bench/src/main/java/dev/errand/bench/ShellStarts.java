package dev.errand.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Whole jobs of a command that does nothing, per second, from the registration until it has
 * settled, beside bare processes in a session of their own, with as many threads. By turns, in one
 * JVM. Bar: at least half of their rate.
 *
 * <p>The files of the runs are written, and stay: each measurement has a folder and a manager of
 * its own, but for the last line, in which there are many runs already.
 *
 * <pre>{@code
 * ShellStarts [--quick] ROUNDS
 * }</pre>
 */
final class ShellStarts {
  private static final int MOST_CALLERS = 4;
  private static final int[] CALLERS = {1, MOST_CALLERS};
  private static final int COUNT = 100;
  private static final int QUICK = 20;
  private static final int KEPT = 500;
  private static final int QUICK_KEPT = 100;
  private static final double LEAST = 0.5;
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Path folder;
  private final int rounds;
  private final int count;
  private int folders;

  /** What a caller does over and over. */
  private interface Turn {
    void run() throws Exception;
  }

  private ShellStarts(Path folder, int rounds, int count) {
    this.folder = folder;
    this.rounds = rounds;
    this.count = count;
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    int rounds = Integer.parseInt(ForkedJvm.withoutQuick(args).get(0));
    try (BenchFolder folder = new BenchFolder()) {
      ShellStarts starts = new ShellStarts(folder.path(), rounds, quick ? QUICK : COUNT);
      starts.warmUp();
      for (int callers : CALLERS) {
        System.out.println(starts.fresh(callers));
      }
      starts.withKept(quick ? QUICK_KEPT : KEPT);
    }
  }

  private void warmUp() throws Exception {
    for (int callers : CALLERS) {
      bare(callers);
      ours(callers);
    }
  }

  private Finding fresh(int callers) throws Exception {
    double[] ours = new double[rounds];
    double[] bare = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        ours[round] = ours(callers);
        bare[round] = bare(callers);
      } else {
        bare[round] = bare(callers);
        ours[round] = ours(callers);
      }
      progress(round, callers, ours[round], bare[round]);
    }
    return finding("starts per second, " + atOnce(callers), ours, bare, true);
  }

  /** What it costs that many runs are kept; they cost the yardstick nothing. */
  private void withKept(int kept) throws Exception {
    try (CommandJobs jobs = new CommandJobs(folder.resolve("kept"))) {
      perSecond(MOST_CALLERS, kept, () -> jobs.run(CommandJobs.NOTHING));
      double[] ours = new double[rounds];
      double[] bare = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        ours[round] = perSecond(MOST_CALLERS, count, () -> jobs.run(CommandJobs.NOTHING));
        bare[round] = bare(MOST_CALLERS);
        progress(round, MOST_CALLERS, ours[round], bare[round]);
      }
      String what =
          String.format(
              Locale.ROOT,
              "starts per second, %s, %,d runs and more are kept",
              atOnce(MOST_CALLERS),
              kept);
      System.out.println(finding(what, ours, bare, false));
    }
  }

  private static String atOnce(int callers) {
    return callers == 1 ? "1 caller" : callers + " callers";
  }

  private static void progress(int round, int callers, double ours, double bare) {
    System.err.printf(
        Locale.ROOT,
        "round %d, starts, %d callers: %.0f/s beside %.0f/s%n",
        round + 1,
        callers,
        ours,
        bare);
  }

  private static Finding finding(String what, double[] ours, double[] bare, boolean barred) {
    Series ratio = new Series(ours).dividedBy(new Series(bare));
    String found =
        String.format(
            Locale.ROOT,
            "%.0f beside %.0f: %.2f (%.2f–%.2f)",
            new Series(ours).median(),
            new Series(bare).median(),
            ratio.median(),
            ratio.min(),
            ratio.max());
    return barred
        ? Finding.of(what, found, "≥ 0.50", ratio.median() >= LEAST)
        : Finding.forTheRecord(what, found);
  }

  private double ours(int callers) throws Exception {
    Path files = folder.resolve("starts-" + folders++);
    double rate;
    try (CommandJobs jobs = new CommandJobs(files)) {
      jobs.run(CommandJobs.NOTHING); // what is started with the first job is not timed
      rate = perSecond(callers, count, () -> jobs.run(CommandJobs.NOTHING));
    }
    // The guard of the logs goes through the runs when a manager is closed; without them it ends.
    BenchFolder.delete(files);
    LockSupport.parkNanos(QUIET.toNanos());
    return rate;
  }

  private double bare(int callers) throws Exception {
    return perSecond(callers, count, ShellStarts::bare);
  }

  /** The yardstick: one bare process, from its start until it has been waited for. */
  static void bare() throws IOException, InterruptedException {
    int code = new ProcessBuilder("setsid", "sh", "-c", "true").start().waitFor();
    Expect.count("exit code", 0, code);
  }

  private static double perSecond(int callers, int count, Turn turn) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> all = new ArrayList<>();
      long begin = System.nanoTime();
      for (int i = 0; i < count; i++) {
        all.add(
            threads.submit(() -> {
              turn.run();
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return count * 1e9 / (System.nanoTime() - begin);
    }
  }
}
