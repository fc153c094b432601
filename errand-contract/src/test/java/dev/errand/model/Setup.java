package dev.errand.model;

import dev.errand.AsyncJobManager;
import dev.errand.DeliverySink;
import dev.errand.stores.StoreKind;
import dev.errand.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What the manager of one script is built with. */
record Setup(
    StoreKind store,
    boolean routeByOwner,
    boolean catchAll,
    int maxRunning,
    int maxRunningPerOwner,
    int maxQueued,
    Duration cancelGrace,
    Duration retention,
    Duration sinkTimeout,
    Duration sinkAbandon,
    int maxAttempts,
    Duration deliveryTtl) {

  /** Odd nanoseconds, so that of two things that take time hardly ever both end at one moment. */
  static Setup random(Random random, StoreKind store) {
    return new Setup(
        store,
        random.nextBoolean() || store.isShared(),
        random.nextInt(3) > 0,
        1 + random.nextInt(6),
        pick(random, 1, 2, 9, 9),
        pick(random, 0, 3, 9),
        Duration.ofMillis(pick(random, 900, 10_000)).plusNanos(11),
        Duration.ofMillis(pick(random, 0, 1, 4_000, 60_000, 300_000, 300_000)),
        Duration.ofMillis(pick(random, 2_000, 30_000)).plusNanos(101),
        Duration.ofMillis(pick(random, 1_500, 30_000)).plusNanos(1_009),
        pick(random, 1, 2, 4, Integer.MAX_VALUE),
        Duration.ofMillis(pick(random, 5_000, 40_000, 86_400_000)));
  }

  AsyncJobManager build(VirtualTime time, DeliverySink sink) {
    AsyncJobManager.Builder builder =
        AsyncJobManager.builder()
            .timeAndThreads(time)
            .maxRunningJobs(maxRunning)
            .maxRunningJobsPerOwner(maxRunningPerOwner)
            .maxQueuedJobs(maxQueued)
            .cancelGrace(cancelGrace)
            .retention(retention)
            .sinkTimeout(sinkTimeout)
            .sinkAbandon(sinkAbandon)
            .maxAttempts(maxAttempts)
            .deliveryTtl(deliveryTtl);
    store.open(time).ifPresent(builder::store);
    if (routeByOwner) {
      builder.routeByOwner();
    }
    if (catchAll) {
      builder.onJobComplete(sink);
    }
    return builder.build();
  }

  private static int pick(Random random, Integer... from) {
    return List.of(from).get(random.nextInt(from.length));
  }
}
