package dev.errand.bench;

import dev.errand.AsyncJobManager;
import dev.errand.DeliveryState;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A manager whose owners have equally many jobs that were delivered and jobs whose deliveries wait.
 */
final class MailCrowd implements AutoCloseable {
  private static final int OWNERS = MailLook.OWNERS;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** No sink call is over before we say so: a stuck one must not become a failed one. */
  private final CrowdedManager crowd =
      new CrowdedManager(builder -> builder.routeByOwner().sinkTimeout(Duration.ofHours(1)));

  private final AsyncJobManager manager = crowd.manager;
  private final JobFilter[] filters = new JobFilter[OWNERS];
  private final JobOptions[] plain = new JobOptions[OWNERS];
  private final JobOptions[] queued = new JobOptions[OWNERS];
  private final JobBody body = context -> JobResult.of("sixteen letters.");
  private final boolean stuck;
  private final int count;
  private final String[] waiting;

  /** Sinks wait here; open while the first half is delivered. */
  private volatile CountDownLatch gate = new CountDownLatch(0);

  MailCrowd(int count, MailLook.Waiting waitingFor) {
    Expect.count("jobs that do not divide by the owners", 0, count % OWNERS);
    this.count = count;
    stuck = waitingFor == MailLook.Waiting.STUCK;
    waiting = new String[count];
    for (int i = 0; i < OWNERS; i++) {
      String owner = "agent-" + i;
      filters[i] = JobFilter.owner(owner);
      plain[i] = CrowdedManager.queued(owner);
      queued[i] = stuck ? plain[i] : CrowdedManager.queuedAndHeld(owner);
      manager.registerDeliverySink(owner, delivery -> gate.await());
    }
  }

  AsyncJobManager manager() {
    return manager;
  }

  /** Of each owner. */
  JobFilter[] filters() {
    return filters;
  }

  /** Runs all jobs anew; returns the ids of those that were delivered. */
  List<String> fill() throws InterruptedException {
    clear();
    List<String> delivered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      delivered.add(manager.register("bench", "kept", body, plain[i % OWNERS]));
    }
    settle();
    crowd.awaitNothingPending();
    if (stuck) {
      gate = new CountDownLatch(1);
      for (JobOptions options : plain) {
        manager.register("bench", "stuck", body, options);
      }
      Await.until("all sinks stuck", () -> manager.deliveryState().delivering() == OWNERS);
    }
    for (int i = 0; i < count; i++) {
      replace(i);
    }
    settle();
    expectWaiting();
    return delivered;
  }

  /** The delivery that waits at this place: those of all owners lie by turns. */
  String waiting(int place) {
    return waiting[place];
  }

  /** Puts a new delivery at the end of the same owner's queue. */
  void replace(int place) {
    waiting[place] = manager.register("bench", "waiting", body, queued[place % OWNERS]);
  }

  /** Returns when every job has ended and settled. */
  void settle() throws InterruptedException {
    if (!manager.awaitAll(PATIENCE)) {
      throw new IllegalStateException("jobs go on");
    }
  }

  /** Fails unless every owner has as many deliveries waiting as it should. */
  void expectWaiting() {
    for (JobFilter filter : filters) {
      DeliveryState state = manager.deliveryState(filter);
      Expect.count("held", stuck ? 0 : count / OWNERS, state.held());
      Expect.count("queued", stuck ? count / OWNERS + 1 : 0, state.queued());
    }
  }

  private void clear() {
    manager.evict(JobFilter.all());
    gate.countDown();
    Await.until("no sink stuck", () -> manager.deliveryState().delivering() == 0);
  }

  @Override
  public void close() {
    clear();
    crowd.close();
  }
}
