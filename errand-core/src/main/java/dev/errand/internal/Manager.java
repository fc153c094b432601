package dev.errand.internal;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.Subscription;
import dev.errand.spi.JobStore;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The services of one manager, put together. The facade checks arguments; this hands them on. */
public final class Manager {
  private static final int WORKER_ID_BYTES = 8;

  private final Lifecycle lifecycle = new Lifecycle();
  private final JobStore store;
  private final Settings settings;
  private final Runner runner;
  private final Registrar registrar;
  private final Awaits awaits;
  private final Subscription hints;

  /** A manager that works from now on. */
  public Manager(int maxRunningJobs, Settings settings, TimeAndThreads time, JobStore store) {
    this.store = store;
    this.settings = settings;
    Waiters waiters = new Waiters();
    Worker worker = new Worker(newWorkerId(), settings.handlers().keySet());
    runner = new Runner(worker, maxRunningJobs, settings, time, store, waiters);
    registrar = new Registrar(runner, lifecycle);
    awaits = new Awaits(runner, waiters);
    hints = store.listen(worker, runner);
  }

  /** Ids of runs begin with this; it is random, so that they are unique in the world. */
  private static String newWorkerId() {
    byte[] random = new byte[WORKER_ID_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** See the facade. */
  public JobBody bodyOf(HandlerCall call) {
    return runner.bodyOf(call);
  }

  /** See the facade. */
  public String register(
      String type, String label, JobBody body, Optional<HandlerCall> call, JobOptions options) {
    return registrar.register(type, label, body, call, options);
  }

  /** See the facade. */
  public int maxRunningJobs() {
    return runner.claims.slots.limit();
  }

  /** See the facade. */
  public void maxRunningJobs(int limit) {
    runner.claims.slots.limit(limit);
    runner.claims.claimForFreeSlots();
  }

  /** See the facade. */
  public boolean cancel(String id, CancelledBy by, JobFilter filter) {
    if (submit(new Step.Cancel(id, by, filter)) instanceof Applied applied) {
      runner.stopped(applied.run());
      return true;
    }
    return false;
  }

  /** See the facade. */
  public int cancelAll(CancelledBy by, JobFilter filter) {
    return cancelAll(new Step.CancelAll(by, filter, Optional.empty()));
  }

  private int cancelAll(Step.CancelAll step) {
    List<Run> cancelled = submit(step);
    cancelled.forEach(runner::stopped);
    return cancelled.size();
  }

  /** See the facade. */
  public Optional<Job> job(String id, JobFilter filter) {
    return store.find(id, filter).map(runner::withProgress);
  }

  /** See the facade. */
  public List<Job> runningJobs(JobFilter filter) {
    return store.running(filter).stream().map(runner::withProgress).toList();
  }

  /** See the facade. */
  public List<Job> recentJobs(int limit, JobFilter filter) {
    return store.recent(limit, filter).stream().map(runner::withProgress).toList();
  }

  /** See the facade. */
  public List<Job> unsettledJobs(JobFilter filter) {
    return store.unsettled(filter).stream().map(runner::withProgress).toList();
  }

  /** See the facade. */
  public List<Job> allJobs(JobFilter filter) {
    return store.all(filter).stream().map(runner::withProgress).toList();
  }

  /** See the facade. */
  public Subscription addListener(JobListener listener) {
    return runner.listeners.add(listener);
  }

  /** See the facade. */
  public Awaited awaitJobs(
      Collection<String> ids, AwaitMode mode, Duration timeout, JobFilter filter)
      throws InterruptedException {
    return awaits.await(ids, mode, timeout, filter);
  }

  /** See the facade. */
  public int evict(JobFilter filter) {
    return submit(new Step.Evict(filter)).size();
  }

  /** See the facade. */
  public boolean close(Duration timeout) {
    lifecycle.close();
    cancelAll(
        new Step.CancelAll(CancelledBy.SHUTDOWN, JobFilter.all(), Optional.of(runner.worker.id())));
    boolean clean = runner.live.awaitEmpty(timeout);
    runner.stop();
    hints.close();
    return clean;
  }

  private <O> O submit(Step<O> step) {
    return Outcomes.await(store.submit(step), settings.storeTimeout());
  }
}
