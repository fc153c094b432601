package dev.errand.bench;

import dev.errand.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How fast a command prints that stays below its quota, beside the same command with {@code > file}
 * on the same disk; by turns, in one JVM. Bar: at least 80 % of its rate.
 *
 * <pre>{@code
 * ShellOutput [--quick] ROUNDS
 * }</pre>
 */
final class ShellOutput {
  private static final long BYTES = 1_500_000_000L;
  private static final long QUICK = 50_000_000L;
  private static final long QUOTA = 4L << 30;
  private static final double LEAST = 0.8;

  private final Path folder;
  private final int rounds;
  private final long bytes;

  private ShellOutput(Path folder, int rounds, long bytes) {
    this.folder = folder;
    this.rounds = rounds;
    this.bytes = bytes;
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    int rounds = Integer.parseInt(ForkedJvm.withoutQuick(args).get(0));
    try (BenchFolder folder = new BenchFolder()) {
      ShellOutput output = new ShellOutput(folder.path(), rounds, quick ? QUICK : BYTES);
      for (String program : List.of("yes", "seq 1000000000 2000000000")) {
        System.out.println(output.finding(program));
      }
    }
  }

  private Finding finding(String program) throws Exception {
    String line = program + " | head -c " + bytes;
    ours(line);
    plain(line);
    double[] ours = new double[rounds];
    double[] plain = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        ours[round] = ours(line);
        plain[round] = plain(line);
      } else {
        plain[round] = plain(line);
        ours[round] = ours(line);
      }
      System.err.printf(
          Locale.ROOT,
          "round %d, output: %.0f MB/s beside %.0f MB/s%n",
          round + 1,
          ours[round],
          plain[round]);
    }
    Series ratio = new Series(ours).dividedBy(new Series(plain));
    return Finding.of(
        String.format(
            Locale.ROOT,
            "%,d MB of `%s` below its quota",
            bytes / 1_000_000,
            program.split(" ")[0]),
        String.format(
            Locale.ROOT,
            "%,.0f MB/s beside %,.0f MB/s with `> file`: %.2f (%.2f–%.2f)",
            new Series(ours).median(),
            new Series(plain).median(),
            ratio.median(),
            ratio.min(),
            ratio.max()),
        "≥ 0.80",
        ratio.median() >= LEAST);
  }

  /** In MB/s, from the registration until it has settled. */
  private double ours(String line) throws Exception {
    Path files = folder.resolve("output");
    double rate;
    try (CommandJobs jobs = new CommandJobs(files)) {
      jobs.run(CommandJobs.NOTHING); // what is started with the first job is not timed
      Command command = Command.of("sh", "-c", line).quota(QUOTA);
      long begin = System.nanoTime();
      String id = jobs.shell.start(command);
      jobs.settled(id);
      rate = rate(begin);
      Expect.count("bytes printed", bytes, jobs.printed(id));
    }
    BenchFolder.delete(files);
    sync();
    return rate;
  }

  private double plain(String line) throws IOException, InterruptedException {
    Path file = folder.resolve("plain.log");
    long begin = System.nanoTime();
    int code =
        new ProcessBuilder("setsid", "sh", "-c", line)
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start()
            .waitFor();
    double rate = rate(begin);
    Expect.count("exit code", 0, code);
    Expect.count("bytes printed", bytes, Files.size(file));
    Files.delete(file);
    sync();
    return rate;
  }

  private double rate(long begin) {
    return bytes / 1e6 / ((System.nanoTime() - begin) / 1e9);
  }

  /** Nobody pays for what the one before has left to be written. */
  private static void sync() throws IOException, InterruptedException {
    Expect.count("exit code of sync", 0, new ProcessBuilder("sync").start().waitFor());
  }
}
