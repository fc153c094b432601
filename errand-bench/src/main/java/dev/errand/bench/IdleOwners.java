package dev.errand.bench;

import dev.errand.DeliverySink;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.Subscription;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What 100,000 owners cost who have sinks and no mail: threads (platform and virtual ones), timers,
 * heap. Looked at before they have ever had mail, after each has had a delivery and its job was
 * forgotten, and after their sinks have been taken away. Bar: no thread and no timer each; what a
 * manager has of them for all owners together must be few.
 *
 * <p>The heap of an owner includes its name and its subscription, but not its sink: they share one.
 */
final class IdleOwners {
  private static final int OWNERS = 100_000;
  private static final int QUICK_OWNERS = 2_000;
  private static final int FEW = 5;

  /** Threads that have nothing to do any more end within this. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final JobBody BODY = context -> JobResult.of("sixteen letters.");

  private final CountingTime time = new CountingTime();
  private final CrowdedManager crowd =
      new CrowdedManager(builder -> builder.timeAndThreads(time).routeByOwner());
  private final LongAdder delivered = new LongAdder();
  private final DeliverySink sink = delivery -> delivered.increment();
  private final Subscription[] sinks;
  private Cost before;

  /** What there is at one moment. */
  private record Cost(int platformThreads, int threads, int timers, long bytes) {}

  private IdleOwners(int owners) throws InterruptedException {
    sinks = new Subscription[owners];
    registerSinks();
    deliverToEach();
    closeSinks();
    // What Java keeps after it has formatted a text for the first time is not the owners' cost.
    before = cost();
    line("warm-up", true);
    before = cost();
  }

  /** Measures. */
  public static void main(String[] args) throws InterruptedException {
    new IdleOwners(ForkedJvm.isQuick(args) ? QUICK_OWNERS : OWNERS).run();
  }

  private void run() throws InterruptedException {
    registerSinks();
    System.out.println(line("idle owners with sinks", true));
    deliverToEach();
    System.out.println(line("idle owners with sinks, after a delivery to each", true));
    closeSinks();
    System.out.println(line("idle owners, after their sinks were closed", false));
    crowd.close();
  }

  private void registerSinks() {
    for (int i = 0; i < sinks.length; i++) {
      sinks[i] = crowd.manager.registerDeliverySink(owner(i), sink);
    }
  }

  private void deliverToEach() throws InterruptedException {
    delivered.reset();
    for (int i = 0; i < sinks.length; i++) {
      crowd.manager.register("bench", "no-op", BODY, CrowdedManager.queued(owner(i)));
    }
    if (!crowd.manager.awaitAll(Duration.ofMinutes(1))) {
      throw new IllegalStateException("jobs go on");
    }
    crowd.awaitNothingPending();
    Expect.count("deliveries", sinks.length, delivered.sum());
    crowd.evict(JobFilter.all(), sinks.length);
  }

  private void closeSinks() {
    for (int i = 0; i < sinks.length; i++) {
      sinks[i].close();
      sinks[i] = null;
    }
  }

  private static String owner(int index) {
    return "agent-" + index;
  }

  private Finding line(String what, boolean barred) {
    Cost now = cost();
    int platformThreads = now.platformThreads - before.platformThreads;
    int threads = now.threads - before.threads;
    int timers = now.timers - before.timers;
    String title = String.format(Locale.ROOT, "%,d %s", sinks.length, what);
    String found =
        String.format(
            Locale.ROOT,
            "%+d platform threads, %+d virtual threads, %+d timers, %+.0f bytes an owner",
            platformThreads,
            threads,
            timers,
            (double) (now.bytes - before.bytes) / sinks.length);
    return barred
        ? Finding.of(
            title,
            found,
            "≤ +" + FEW + " of each in all",
            platformThreads <= FEW && threads <= FEW && timers <= FEW)
        : Finding.forTheRecord(title, found);
  }

  private Cost cost() {
    LockSupport.parkNanos(QUIET.toNanos());
    long bytes = LiveSet.bytes();
    return new Cost(
        ManagementFactory.getThreadMXBean().getThreadCount(), time.threads(), time.timers(), bytes);
  }
}
