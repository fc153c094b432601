package dev.errand.shell.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Prints what the keeping of logs costs; no test. Runs what is compared in turn, for several
 * rounds. Give it a folder on the disk to measure.
 */
final class LogFigures {
  private static final int ROUNDS = 5;
  private static final double MB = 1e6;
  private static final long MIB = 1L << 20;

  private final Path root;
  private int folders;

  private LogFigures(Path root) {
    this.root = root;
  }

  public static void main(String[] arguments) throws Exception {
    LogFigures figures =
        new LogFigures(Files.createTempDirectory(Path.of(arguments[0]), "log-figures"));
    figures.belowQuota();
    figures.peak("50 MB/s", "", 500_000_000L);
    figures.peak("seq", "seq 1000000000 1200000000", 0);
    figures.peak("yes", "yes | head -c 3000000000", 0);
    figures.peak("yes, no pipe", "timeout 5 yes", 0);
    figures.peak("quiet for 4 s, then yes", "sleep 4; timeout 3 yes", 0);
    figures.peak("dd", "dd if=/dev/zero bs=1M count=4000 2>/dev/null", 0);
    figures.idle(500);
    figures.neighbour();
    System.exit(0);
  }

  private LogFiles fresh() throws IOException {
    LogFiles files = new LogFiles(Files.createDirectory(root.resolve("f" + folders++)));
    Files.createFile(files.output());
    return files;
  }

  /** 60 MB, the same command with "> file" and with a watch, in turn. */
  private void belowQuota() throws Exception {
    for (String command : new String[] {"seq 100000000 104999999", "yes | head -c 45000000"}) {
      List<Double> plain = new ArrayList<>();
      List<Double> kept = new ArrayList<>();
      for (int round = 0; round < 2 * ROUNDS; round++) {
        plain.add(seconds(command, false));
        kept.add(seconds(command, true));
      }
      print(
          "%s: > file %.0f ms, with a quota %.0f ms (medians of %d)",
          command, median(plain) * 1e3, median(kept) * 1e3, 2 * ROUNDS);
    }
  }

  private double seconds(String command, boolean keep) throws Exception {
    LogFiles files = fresh();
    try (LogKeeper keeper = LogKeeper.start()) {
      long began = System.nanoTime();
      try (Writer writer = Writer.start(files, command)) {
        if (keep) {
          keeper.watch(WatchedLog.in(files.folder()).keeping(Quota.DEFAULT, writer, () -> {}));
        }
        writer.await();
        return (System.nanoTime() - began) / 1e9;
      }
    } finally {
      Files.delete(files.output());
    }
  }

  private void peak(String name, String script, long paced) throws Exception {
    for (int round = 0; round < 3; round++) {
      LogFiles files = fresh();
      System.gc();
      long heap = heap();
      try (LogKeeper keeper = LogKeeper.start();
          Sampler sampler = new Sampler(files.output())) {
        long began = System.nanoTime();
        try (Writer writer =
            script.isEmpty() ? Writer.paced(files, paced) : Writer.start(files, script)) {
          LogWatch watch =
              keeper.watch(WatchedLog.in(files.folder()).keeping(Quota.DEFAULT, writer, () -> {}));
          writer.await();
          double seconds = (System.nanoTime() - began) / 1e9;
          watch.close();
          long heapAfter = heap();
          print(
              "%s: %.0f MB/s, peak %d MiB, at the end %d MiB, writer stopped %d times, heap %+.1f"
                  + " MB",
              name,
              Files.size(files.output()) / MB / seconds,
              sampler.peak() / MIB,
              sampler.allocated() / MIB,
              writer.stops.get(),
              (heapAfter - heap) / MB);
        }
      } finally {
        Files.delete(files.output());
      }
    }
  }

  private void idle(int logs) throws Exception {
    try (LogKeeper keeper = LogKeeper.start()) {
      for (int i = 0; i < logs; i++) {
        keeper.watch(WatchedLog.in(fresh().folder()).keeping(Quota.DEFAULT, Brake.NONE, () -> {}));
      }
      for (int round = 0; round < 3; round++) {
        pause(10);
        long cpu = keeperCpu();
        long began = System.nanoTime();
        pause(10);
        print(
            "%d idle logs: the keeper uses %.2f %% of one core",
            logs, 100.0 * (keeperCpu() - cpu) / (System.nanoTime() - began));
      }
    }
  }

  /** A job that prints a line each 10 ms, alone and beside one at full speed. */
  private void neighbour() throws Exception {
    for (boolean beside : new boolean[] {false, true, false, true}) {
      LogFiles files = fresh();
      LogFiles loud = fresh();
      try (LogKeeper keeper = LogKeeper.start();
          Writer writer =
              Writer.start(files, "for i in $(seq 300); do date +%s%N; sleep 0.01; done");
          Writer noise = Writer.start(loud, beside ? "timeout 8 yes" : "true")) {
        keeper.watch(WatchedLog.in(files.folder()).keeping(Quota.DEFAULT, writer, () -> {}));
        keeper.watch(WatchedLog.in(loud.folder()).keeping(Quota.DEFAULT, noise, () -> {}));
        writer.await();
        long[] times =
            Files.readAllLines(files.output()).stream().mapToLong(Long::parseLong).toArray();
        long[] gaps = new long[times.length - 1];
        for (int i = 0; i < gaps.length; i++) {
          gaps[i] = times[i + 1] - times[i];
        }
        Arrays.sort(gaps);
        print(
            "a line each 10 ms, %s: median gap %.1f ms, 99 %% %.1f ms, most %.1f ms",
            beside ? "beside full speed" : "alone",
            gaps[gaps.length / 2] / 1e6,
            gaps[gaps.length * 99 / 100] / 1e6,
            gaps[gaps.length - 1] / 1e6);
      }
    }
  }

  private static void pause(int seconds) throws InterruptedException {
    new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
  }

  private static long keeperCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().equals("errand-log-keeper")) {
        return threads.getThreadCpuTime(info.getThreadId());
      }
    }
    return 0;
  }

  private static long heap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
