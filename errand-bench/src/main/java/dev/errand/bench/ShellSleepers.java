package dev.errand.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.errand.shell.Command;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What 500 commands cost that sleep: platform threads and heap more than before anything was
 * opened; then processor time. Bars: no thread each, so at most 8 in all; at most 100 MiB.
 */
final class ShellSleepers {
  private static final int SLEEPERS = 500;
  private static final int QUICK = 20;
  private static final int MOST_THREADS = 8;
  private static final long MOST_BYTES = 100L << 20;

  /** Threads that have nothing to do any more end within this. */
  private static final Duration QUIET = Duration.ofSeconds(35);

  private static final Duration WATCHED = Duration.ofSeconds(20);

  private ShellSleepers() {}

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    try (BenchFolder folder = new BenchFolder()) {
      measure(folder.path(), quick);
    }
  }

  private static void measure(Path folder, boolean quick) throws Exception {
    int count = quick ? QUICK : SLEEPERS;
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long heapBefore = LiveSet.bytes();
    threads.resetPeakThreadCount();
    int threadsBefore = threads.getThreadCount();
    try (CommandJobs jobs = new CommandJobs(folder.resolve("sleepers"))) {
      long begin = System.nanoTime();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ids.add(jobs.shell.start(Command.shell("echo; exec sleep 900")));
      }
      ids.forEach(jobs::awaitPrinted);
      double startSeconds = (System.nanoTime() - begin) / 1e9;
      int most = threads.getPeakThreadCount() - threadsBefore;
      if (!quick) {
        LockSupport.parkNanos(QUIET.toNanos());
      }
      int stay = threads.getThreadCount() - threadsBefore;
      long bytes = LiveSet.bytes() - heapBefore;
      double processor = processorShare();
      Expect.count("sleepers", count, jobs.shell.manager().runningJobs().size());
      System.out.println(
          Finding.of(
              count + " sleeping commands: platform threads",
              String.format(
                  Locale.ROOT,
                  "%+d, and at most %+d while they were started (within %.1f s)",
                  stay,
                  most,
                  startSeconds),
              "≤ +" + MOST_THREADS + " in all",
              stay <= MOST_THREADS));
      System.out.println(
          Finding.of(
              count + " sleeping commands: heap",
              String.format(
                  Locale.ROOT, "%+.1f MiB, %,d bytes each", bytes / 1048576.0, bytes / count),
              "≤ +100 MiB",
              bytes <= MOST_BYTES));
      System.out.println(
          Finding.forTheRecord(
              count + " sleeping commands: processor",
              String.format(Locale.ROOT, "%.2f %% of one core", processor * 100)));
      begin = System.nanoTime();
      ids.forEach(jobs.shell.manager()::cancel);
      for (String id : ids) {
        jobs.settled(id);
      }
      System.out.println(
          Finding.forTheRecord(
              count + " sleeping commands: cancelled, until all have settled",
              String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9)));
    }
  }

  /** Of this JVM, the collector's included. */
  private static double processorShare() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long used = system.getProcessCpuTime();
    long begin = System.nanoTime();
    LockSupport.parkNanos(WATCHED.toNanos());
    return (double) (system.getProcessCpuTime() - used) / (System.nanoTime() - begin);
  }
}
