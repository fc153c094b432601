package dev.errand.bench;

import dev.errand.shell.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What a command costs that prints without end, with a quota of 64 MiB: the most disk that its
 * output used at any moment, and heap. Bars: 1.2 times the quota at 50 MB/s, 256 MiB above it at
 * full speed; 64 MiB of heap.
 *
 * <pre>{@code
 * ShellEndless [--quick] ROUNDS
 * }</pre>
 */
final class ShellEndless {
  static final long QUOTA = 64L << 20;

  /** As fast as a program goes that prints lines. */
  static final String FULL_SPEED = "exec yes";

  private static final Duration PRINTS = Duration.ofSeconds(8);
  private static final Duration QUICK = Duration.ofSeconds(2);
  private static final double MIB = 1 << 20;
  private static final double MOST_HEAP = 64;
  private static final int PIECE = 4_000_000;

  private final Path folder;
  private final int rounds;
  private final Duration prints;
  private int folders;
  private double heap;

  private ShellEndless(Path folder, int rounds, Duration prints) {
    this.folder = folder;
    this.rounds = rounds;
    this.prints = prints;
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    int rounds = Integer.parseInt(ForkedJvm.withoutQuick(args).get(0));
    try (BenchFolder folder = new BenchFolder()) {
      ShellEndless endless = new ShellEndless(folder.path(), rounds, quick ? QUICK : PRINTS);
      double paced = QUOTA / MIB * 1.2;
      double full = QUOTA / MIB + 256;
      endless.print("50 MB/s", endless.paced(), "≤ 1.2 × 64 MiB", paced);
      endless.print("`yes`", FULL_SPEED, "≤ 64 + 256 MiB", full);
      endless.print("`cat /dev/zero`", "exec cat /dev/zero", "≤ 64 + 256 MiB", full);
      endless.print("silent for 4 s, then `yes`", "sleep 4; exec yes", "≤ 64 + 256 MiB", full);
      endless.printHeap();
    }
  }

  /** Prints a piece and sleeps, so often that it comes to 50 MB/s or a little more. */
  private String paced() throws IOException {
    Path piece = folder.resolve("piece");
    Files.writeString(piece, "a line of text.\n".repeat(PIECE / 16), StandardCharsets.US_ASCII);
    return "while :; do cat '" + piece + "'; sleep 0.04; done";
  }

  private void print(String what, String line, String bar, double most) throws Exception {
    double[] peaks = new double[rounds];
    double[] rates = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Path files = folder.resolve("endless-" + folders++);
      try (CommandJobs jobs = new CommandJobs(files)) {
        jobs.run(CommandJobs.NOTHING);
        long heapBefore = LiveSet.bytes();
        String id = jobs.shell.start(Command.shell(line).quota(QUOTA));
        Await.until("its file", () -> Files.exists(jobs.output(id)));
        try (AllocatedPeak peak = new AllocatedPeak(jobs.output(id))) {
          jobs.awaitPrinted(id);
          long begin = System.nanoTime();
          long before = jobs.printed(id);
          LockSupport.parkNanos(prints.toNanos());
          rates[round] = (jobs.printed(id) - before) / 1e6 / ((System.nanoTime() - begin) / 1e9);
          peaks[round] = peak.bytes() / MIB;
        }
        // Not before: to look at the heap stops everything but the printer.
        heap = Math.max(heap, (LiveSet.bytes() - heapBefore) / MIB);
        jobs.end(id);
      }
      BenchFolder.delete(files);
      System.err.printf(
          Locale.ROOT,
          "round %d, endless, %s: %.0f MB/s, %.0f MiB; heap %.1f MiB%n",
          round + 1,
          what,
          rates[round],
          peaks[round],
          heap);
    }
    Series peak = new Series(peaks);
    System.out.println(
        Finding.of(
            "endless output, " + what + ": most disk",
            String.format(
                Locale.ROOT,
                "%.0f MiB (%.0f–%.0f), printed at %,.0f MB/s",
                peak.median(),
                peak.min(),
                peak.max(),
                new Series(rates).median()),
            bar,
            peak.max() <= most));
  }

  private void printHeap() {
    System.out.println(
        Finding.of(
            "endless output: heap, the most of all these",
            String.format(Locale.ROOT, "%+.1f MiB", heap),
            "≤ +64 MiB",
            heap <= MOST_HEAP));
  }
}
