package dev.errand.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the rate and the file stay as they are: 200,000 cycles of 64 callers, with a retention of
 * 1 s, so that all but the last are deleted meanwhile. Looks at each tenth of them. Prints {@link
 * Finding}s. Bar: the last tenth within 20 % of the first; the file in the second half at most a
 * fifth bigger than it was in the first.
 */
final class SqliteRot {
  private static final int CYCLES = 200_000;
  private static final int QUICK_CYCLES = 4_000;
  private static final int WARMUP_CYCLES = 10_000;
  private static final int TENTHS = 10;
  private static final int CALLERS = 64;
  private static final double MOST = 1.2;
  private static final Duration RETENTION = Duration.ofSeconds(1);

  /** What one tenth came to. */
  private record Tenth(double perSecond, long fileBytes, long logBytes) {
    long bytes() {
      return fileBytes + logBytes;
    }
  }

  /** Measures. */
  public static void main(String[] args) throws Exception {
    int cycles = ForkedJvm.isQuick(args) ? QUICK_CYCLES : CYCLES;
    Tenth[] tenths = new Tenth[TENTHS];
    try (BenchFolder folder = new BenchFolder();
        DurableJobs jobs = new DurableJobs(folder.file(), CALLERS, RETENTION)) {
      // Java's own warm-up would make the first tenth look slow.
      tenth(folder, jobs, Math.min(cycles, WARMUP_CYCLES));
      for (int i = 0; i < TENTHS; i++) {
        tenths[i] = tenth(folder, jobs, cycles / TENTHS);
        System.err.printf("tenth %d: %s%n", i + 1, tenths[i]);
      }
    }
    System.out.println(rates(cycles, tenths));
    System.out.println(sizes(cycles, tenths));
  }

  private static Tenth tenth(BenchFolder folder, DurableJobs jobs, int cycles) throws Exception {
    AtomicLong left = new AtomicLong(cycles);
    long begin = System.nanoTime();
    long done = Callers.run(CALLERS, () -> left.getAndDecrement() > 0, jobs::cycle);
    jobs.drain();
    double perSecond = done * 1e9 / (System.nanoTime() - begin);
    Expect.count("cycles", cycles, done);
    List<Long> sizes = folder.sizes();
    return new Tenth(perSecond, sizes.get(0), sizes.get(1));
  }

  private static Finding rates(int cycles, Tenth[] tenths) {
    double ratio = tenths[TENTHS - 1].perSecond() / tenths[0].perSecond();
    return Finding.of(
        String.format(Locale.ROOT, "%,d cycles, %d callers: rate", cycles, CALLERS),
        String.format(
            Locale.ROOT,
            "last tenth %.2f of the first (%s cycles/s)",
            ratio,
            Stream.of(tenths)
                .map(tenth -> String.format(Locale.ROOT, "%,.0f", tenth.perSecond()))
                .collect(Collectors.joining("; "))),
        "0.80–1.20",
        ratio >= 0.8 && ratio <= 1.2);
  }

  private static Finding sizes(int cycles, Tenth[] tenths) {
    long before = most(Stream.of(tenths).limit(TENTHS / 2));
    long after = most(Stream.of(tenths).skip(TENTHS / 2));
    return Finding.of(
        String.format(Locale.ROOT, "%,d cycles, %d callers: file and log", cycles, CALLERS),
        String.format(
            Locale.ROOT,
            "at most %.1f MiB, in the first half %.1f MiB (%s)",
            mebibytes(after),
            mebibytes(before),
            Stream.of(tenths)
                .map(tenth ->
                    String.format(
                        Locale.ROOT,
                        "%.1f + %.1f",
                        mebibytes(tenth.fileBytes()),
                        mebibytes(tenth.logBytes())))
                .collect(Collectors.joining("; "))),
        "≤ 1.2× the first half",
        after <= MOST * before);
  }

  private static long most(Stream<Tenth> tenths) {
    return tenths.mapToLong(Tenth::bytes).max().orElseThrow();
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private SqliteRot() {}
}
