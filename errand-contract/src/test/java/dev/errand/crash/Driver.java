package dev.errand.crash;

import dev.errand.AsyncJobManager;
import dev.errand.CloseReport;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Recovery;
import dev.errand.StoreException;
import dev.errand.spi.JobStore;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.SqlJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The program that is killed: opens the store, works on it with several threads, and leaves {@link
 * EvidenceLog evidence} of all it knows. Its arguments are a {@link LifePlan}.
 */
final class Driver {
  private static final int ACTORS = 4;
  private static final int MOST_LOOKED_AT = 300;

  private final LifePlan plan;
  private final EvidenceLog evidence;
  private final JobStore store;
  private final Mailmen mailmen;
  private final Stage stage;

  private Driver(LifePlan plan) throws InterruptedException {
    this.plan = plan;
    evidence = new EvidenceLog(plan.life(), plan.closesAfter());
    evidence.write(
        Kind.BORN,
        "seed",
        Long.toString(plan.seed()),
        "mode",
        plan.mode().name(),
        "retention",
        plan.retention().toString());
    store = patiently(plan, this::open);
    evidence.write(Kind.OPENED);
    mailmen = new Mailmen(plan, evidence);
    Bodies bodies = new Bodies(evidence);
    stage = new Stage(plan, patiently(plan, () -> manager(bodies)), evidence, bodies, new Known());
    evidence.write(Kind.BUILT);
  }

  public static void main(String[] arguments) throws InterruptedException {
    LifePlan plan = LifePlan.of(arguments);
    Driver driver = new Driver(plan);
    if (plan.mode() == LifePlan.Mode.DRAIN) {
      new Drain(driver.stage, driver.mailmen).run();
    } else {
      driver.work();
    }
    driver.close();
    System.exit(0);
  }

  private JobStore open() {
    return plan.isShared()
        ? SqlJobStore.postgres(
            PostgresOptions.at(plan.store()).onHost(plan.host()).withLease(LifePlan.LEASE))
        : SqlJobStore.sqlite(Path.of(plan.store()));
  }

  private AsyncJobManager manager(Bodies bodies) {
    AsyncJobManager manager =
        AsyncJobManager.builder()
            .store(store)
            .maxRunningJobs(8)
            .maxQueuedJobs(60)
            .retention(plan.retention())
            .cancelGrace(Duration.ofMillis(100))
            .maxReruns(LifePlan.MAX_RERUNS)
            .routeByOwner()
            .onJobComplete(mailmen::unowned)
            .handler(Bodies.LOST, bodies::run, Recovery.LOST)
            .handler(Bodies.RERUN, bodies::run, Recovery.RERUN)
            .build();
    manager.addListener(
        new JobListener() {
          @Override
          public void onEnded(Job job) {
            evidence.job(Kind.ENDED, job);
          }

          @Override
          public void onDelivered(Delivery mail) {
            evidence.mail(Kind.CONCLUDED, Event.NOBODY, mail);
          }
        });
    return manager;
  }

  /** What the store refuses at first, because a fault has come too early, is done again. */
  private static <T> T patiently(LifePlan plan, Supplier<T> action) throws InterruptedException {
    while (true) {
      try {
        return action.get();
      } catch (StoreException failure) {
        if (!plan.isShared()) {
          throw failure;
        }
        Pause.micros(100_000);
      }
    }
  }

  private void work() throws InterruptedException {
    boolean unused = patiently(plan, this::lookAtWhatIsThere);
    unused = patiently(plan, this::openSinks);
    AtomicInteger tickets = new AtomicInteger();
    for (int i = 0; i < ACTORS; i++) {
      Thread.ofPlatform().daemon().name("actor-" + i).start(new Actor(stage, mailmen, i, tickets));
    }
    if (plan.mode() == LifePlan.Mode.WORK) {
      new CountDownLatch(1).await(); // until it is killed
    }
    evidence.awaitEnough();
  }

  private boolean openSinks() {
    Random dice = plan.dice("sinks");
    for (String owner : Owners.WITH_SINKS) {
      if (dice.nextInt(100) < 85) {
        mailmen.open(stage.manager(), owner);
      }
    }
    if (plan.isShared() && dice.nextInt(4) == 0) {
      mailmen.open(stage.manager(), Owners.ABSENT); // or what waits for it grows for ever
    }
    return true;
  }

  /** What former lives have left: some of it is looked at, and may be acknowledged or cancelled. */
  private boolean lookAtWhatIsThere() {
    List<Job> jobs = new ArrayList<>(stage.manager().allJobs());
    Collections.shuffle(jobs, plan.dice("look"));
    for (Job job : jobs.subList(0, Math.min(MOST_LOOKED_AT, jobs.size()))) {
      evidence.job(Kind.SAW, job);
      if (job.id().startsWith("bg_")) {
        stage.known().add(new Known.Item(job.label(), job.id(), job.owner().orElse(Event.NOBODY)));
      }
    }
    return true;
  }

  private void close() {
    evidence.write(Kind.CLOSING);
    CloseReport report = stage.manager().close(plan.closeTimeout());
    store.close(); // the manager has; twice is fine
    evidence.write(
        Kind.CLOSED,
        "unsettled",
        Integer.toString(report.unsettled().size()),
        "undelivered",
        Integer.toString(report.undelivered().size()));
  }
}
