package dev.errand.bench;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * 100 owners with 100 deliveries each, one of whom has a sink that takes 100 ms a call. How long
 * until the other 99 are done, beside the same when that one's sink is as quick as theirs. Bar: not
 * more than 50 ms longer, medians of five by turns.
 *
 * <p>With a sink for each owner, and with one catch-all for all of them.
 */
final class SlowNeighbour {
  private static final int OWNERS = 100;
  private static final int EACH = 100;
  private static final int SLOW = 0;
  private static final int SLOW_MILLIS = 100;
  private static final double MOST_LONGER = 50;
  private static final int ROUNDS = 5;
  private static final int WARMUP_ROUNDS = 30;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JobBody BODY = context -> JobResult.of("sixteen letters.");

  private final CrowdedManager crowd;
  private final JobOptions[] options = new JobOptions[OWNERS];

  /** Of the round that goes on. */
  private volatile boolean slow;

  private volatile Arrivals arrivals = new Arrivals(0);

  private SlowNeighbour(boolean catchAll) {
    UnaryOperator<AsyncJobManager.Builder> routes =
        builder -> catchAll ? builder.onJobComplete(this::deliver) : builder.routeByOwner();
    crowd = new CrowdedManager(routes);
    for (int i = 0; i < OWNERS; i++) {
      options[i] = CrowdedManager.queued(owner(i));
      if (!catchAll) {
        crowd.manager.registerDeliverySink(owner(i), this::deliver);
      }
    }
  }

  /** Measures. */
  public static void main(String[] args) throws InterruptedException {
    boolean quick = ForkedJvm.isQuick(args);
    for (boolean catchAll : new boolean[] {false, true}) {
      System.out.println(
          new SlowNeighbour(catchAll)
              .run(
                  "slow neighbour, " + (catchAll ? "one catch-all" : "a sink for each owner"),
                  quick ? 1 : ROUNDS,
                  quick ? 1 : WARMUP_ROUNDS));
    }
  }

  private Finding run(String title, int rounds, int warmupRounds) throws InterruptedException {
    for (int i = 0; i < warmupRounds; i++) {
      round(i % 2 == 1);
    }
    double[] with = new double[rounds];
    double[] without = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      // By turns, and each first as often as the other but for one.
      if (i % 2 == 0) {
        without[i] = round(false);
        with[i] = round(true);
      } else {
        with[i] = round(true);
        without[i] = round(false);
      }
    }
    crowd.close();
    double longer = new Series(with).median() - new Series(without).median();
    return Finding.of(
        title,
        String.format(
            Locale.ROOT,
            "%.1f ms with it, %.1f ms without: %+.1f ms",
            new Series(with).median(),
            new Series(without).median(),
            longer),
        String.format(Locale.ROOT, "≤ %+.0f ms", MOST_LONGER),
        longer <= MOST_LONGER);
  }

  /** Returns the ms from the first registration until the 99 owners have everything. */
  private double round(boolean slowOne) throws InterruptedException {
    slow = slowOne;
    arrivals = new Arrivals((OWNERS - 1) * EACH);
    long begin = System.nanoTime();
    for (int i = 0; i < OWNERS * EACH; i++) {
      crowd.manager.register("bench", "no-op", BODY, options[i % OWNERS]);
    }
    arrivals.await();
    double millis = (System.nanoTime() - begin) / 1e6;
    if (slowOne) {
      boolean busy = crowd.manager.hasPendingDeliveries(JobFilter.owner(owner(SLOW)));
      Expect.count("slow ones with mail left", 1, busy ? 1 : 0);
    } else {
      crowd.awaitNothingPending();
    }
    arrivals.expectNoMore();
    if (!crowd.manager.awaitAll(PATIENCE)) {
      throw new IllegalStateException("jobs go on");
    }
    // The slow one is still busy with its first deliveries and will not get the others.
    crowd.evict(JobFilter.all(), OWNERS * EACH);
    Await.until("no sink called", () -> crowd.manager.deliveryState().delivering() == 0);
    return millis;
  }

  private void deliver(Delivery delivery) throws InterruptedException {
    if (!delivery.owner().orElseThrow().equals(owner(SLOW))) {
      arrivals.take(delivery.text());
    } else if (slow) {
      Thread.sleep(SLOW_MILLIS);
    }
  }

  private static String owner(int index) {
    return "agent-" + index;
  }
}
