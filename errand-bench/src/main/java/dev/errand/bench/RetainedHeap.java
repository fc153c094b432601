package dev.errand.bench;

import dev.errand.JobFilter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a retained job takes of the heap, beside an entry of a map with the same id and the same
 * text; and whether the heap is back after retention. Bars: at most 500 bytes, with compressed
 * oops, of the live set after a full collection; and no more than 1 MiB above where it was after
 * 1,000,000 jobs, about one byte a job.
 *
 * <p>Everything of a run counts: its snapshot, its text, its delivery, all indices. The numbers
 * around 2^20 are there because arrays that double have most room to spare right after they did.
 */
final class RetainedHeap {
  private static final int[] COUNTS = {100_000, 1_000_000, (1 << 20) + 1_000};
  private static final int[] QUICK_COUNTS = {10_000};
  private static final int MOST_BYTES = 500;
  private static final long MOST_LEFT = 1 << 20;
  private static final int WARMUP = 2_000;

  /** Measures. */
  public static void main(String[] args) throws InterruptedException {
    boolean quick = ForkedJvm.isQuick(args);
    LiveSet.expectCompressedOops();
    for (int count : quick ? QUICK_COUNTS : COUNTS) {
      System.out.println(perJob(count));
    }
    System.out.println(
        quick
            ? afterRetention(20_000, Duration.ofMillis(500))
            : afterRetention(1_000_000, Duration.ofSeconds(10)));
  }

  private static Finding perJob(int count) throws InterruptedException {
    try (UnownedJobs jobs = new UnownedJobs(Duration.ofHours(1))) {
      jobs.run(WARMUP);
      Expect.count("evicted", WARMUP, jobs.manager().evict(JobFilter.all()));
      long before = LiveSet.bytes();
      jobs.run(count);
      Expect.count("kept jobs", count, jobs.manager().allJobs().size());
      double bytes = (double) (LiveSet.bytes() - before) / count;
      System.err.println(LiveSet.top(12));
      return Finding.of(
          String.format(Locale.ROOT, "heap per retained job, %,d of them", count),
          String.format(
              Locale.ROOT, "%.0f bytes (entry of a bare map: %.0f)", bytes, perEntry(count)),
          "≤ " + MOST_BYTES + " bytes",
          bytes <= MOST_BYTES);
    }
  }

  private static double perEntry(int count) {
    long before = LiveSet.bytes();
    ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();
    for (int i = 0; i < count; i++) {
      map.put("bg_" + i, UnownedJobs.text(i));
    }
    double bytes = (double) (LiveSet.bytes() - before) / count;
    Expect.count("entries", count, map.size());
    return bytes;
  }

  private static Finding afterRetention(int count, Duration retention) throws InterruptedException {
    try (UnownedJobs jobs = new UnownedJobs(retention)) {
      jobs.run(WARMUP);
      jobs.awaitAllForgotten();
      long before = LiveSet.bytes();
      jobs.run(count);
      long withJobs = LiveSet.bytes() - before;
      jobs.awaitAllForgotten();
      long left = LiveSet.bytes() - before;
      return Finding.of(
          String.format(Locale.ROOT, "heap after retention of %,d jobs", count),
          String.format(Locale.ROOT, "%+,d bytes (before it: %+,d)", left, withJobs),
          String.format(Locale.ROOT, "≤ %+,d bytes", MOST_LEFT),
          left <= MOST_LEFT);
    }
  }

  private RetainedHeap() {}
}
