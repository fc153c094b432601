package dev.errand.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the call of {@code register} until the owner's sink is called, one job at
 * a time, beside two bare hand-offs: to a new virtual thread, and from that to a second one. Prints
 * the median in ns. Bar: at most three times the yardstick.
 *
 * <pre>{@code
 * SinkLatency [--quick] errand|bare platform|virtual
 * }</pre>
 *
 * <p>JMH cannot do this, because the clock is stopped on the thread that receives: waking the
 * caller would be a third hand-off, the same on both sides, and would hide a difference. The caller
 * is a platform thread, or a virtual one, which runs on a carrier thread that is awake already.
 *
 * <p>Between two messages the caller sleeps for {@value #PAUSE_MICROS} µs on both sides. Sent at
 * once, ours would look better than it is: what it has left to do after its sink was called would
 * keep the carrier threads awake for its next job, while those of the yardstick fall asleep. Only
 * the warm-up makes no pause.
 */
final class SinkLatency {
  static final String ERRAND = "errand";
  static final String BARE = "bare";

  private static final String VIRTUAL = "virtual";

  /** What threads may call. */
  static final List<String> CALLERS = List.of("platform", VIRTUAL);

  private static final int MOST = 5_000_000;
  private static final long WARMUP_MILLIS = 8_000;
  private static final long MEASURED_MILLIS = 8_000;
  private static final long QUICK_MILLIS = 300;
  private static final long PAUSE_MICROS = 100;

  /** Measures. */
  public static void main(String[] args) throws Exception {
    boolean quick = ForkedJvm.isQuick(args);
    List<String> rest = ForkedJvm.withoutQuick(args);
    Trip trip = rest.get(0).equals(ERRAND) ? new ErrandTrip() : new BareTrip();
    CompletableFuture<Double> median = new CompletableFuture<>();
    Runnable caller =
        () -> {
          try (trip) {
            sample(trip, quick ? QUICK_MILLIS : WARMUP_MILLIS, 0);
            median.complete(
                median(sample(trip, quick ? QUICK_MILLIS : MEASURED_MILLIS, PAUSE_MICROS)));
          } catch (Throwable failed) {
            median.completeExceptionally(failed);
          }
        };
    Thread.Builder thread =
        rest.get(1).equals(VIRTUAL) ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    thread.start(caller);
    System.out.println(median.get());
  }

  private static long[] sample(Trip trip, long millis, long pauseMicros)
      throws InterruptedException {
    long[] samples = new long[MOST];
    long end = System.nanoTime() + millis * 1_000_000;
    int count = 0;
    while (count < MOST && System.nanoTime() - end < 0) {
      samples[count++] = trip.nanos();
      trip.tidyUp();
      if (pauseMicros > 0) {
        LockSupport.parkNanos(pauseMicros * 1_000);
      }
    }
    return Arrays.copyOf(samples, count);
  }

  private static double median(long[] samples) {
    return new Series(Arrays.stream(samples).asDoubleStream().toArray()).median();
  }

  private SinkLatency() {}
}
