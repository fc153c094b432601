package dev.errand.crash;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryState;
import dev.errand.Job;
import java.time.Duration;
import java.util.Random;

/** The last life: everything is worked off and delivered, and what is left is shown. */
final class Drain {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Stage stage;
  private final Mailmen mailmen;

  Drain(Stage stage, Mailmen mailmen) {
    this.stage = stage;
    this.mailmen = mailmen;
  }

  void run() throws InterruptedException {
    AsyncJobManager manager = stage.manager();
    Owners.WITH_SINKS.forEach(owner -> mailmen.open(manager, owner));
    mailmen.open(manager, Owners.ABSENT);
    boolean quiet = manager.awaitAll(PATIENCE);
    quiet &= manager.drainDeliveries(PATIENCE);
    Reading reading = new Reading(stage, new Random());
    for (String owner : Owners.READERS) {
      while (reading.takeAll(owner) > 0) {
        // there may be more than one can take
      }
    }
    DeliveryState left = manager.deliveryState();
    stage
        .evidence()
        .write(
            Kind.DRAINED,
            "quiet",
            Boolean.toString(quiet),
            "running",
            Integer.toString(manager.runningJobs().size()),
            "queued",
            Integer.toString(left.queued()),
            "held",
            Integer.toString(left.held()),
            "parked",
            Integer.toString(left.parked()),
            "dead",
            Integer.toString(left.dead()));
    for (Job job : manager.allJobs()) {
      stage
          .evidence()
          .job(
              Kind.ROW,
              job,
              "delivery",
              job.delivery().status().name(),
              "settled",
              Boolean.toString(job.settledAt().isPresent()));
    }
  }
}
