package dev.errand.bench;

import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;

/** Our side of {@link SinkLatency}. */
final class ErrandTrip extends Trip {
  private static final String OWNER = "traveller";
  private static final int KEPT = 10_000;

  private final CrowdedManager crowd = new CrowdedManager(builder -> builder.routeByOwner());
  private final JobOptions options = CrowdedManager.queued(OWNER);
  private final JobResult result = JobResult.of("message");
  private final JobBody body = context -> result;

  private int kept;

  ErrandTrip() {
    crowd.manager.registerDeliverySink(OWNER, delivery -> receive(delivery.text()));
  }

  @Override
  void send() {
    crowd.manager.register("bench", "trip", body, options);
  }

  @Override
  void tidyUp() {
    if (++kept == KEPT) {
      crowd.awaitNothingPending();
      crowd.evict(JobFilter.owner(OWNER), KEPT);
      kept = 0;
    }
  }

  @Override
  public void close() {
    crowd.close();
  }
}
