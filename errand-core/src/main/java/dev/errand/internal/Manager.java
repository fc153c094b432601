package dev.errand.internal;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.CloseMode;
import dev.errand.CloseReport;
import dev.errand.Delivery;
import dev.errand.DeliveryState;
import dev.errand.HandlerCall;
import dev.errand.Hold;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.ManagerClosedException;
import dev.errand.StoreException;
import dev.errand.Subscription;
import dev.errand.TakenDeliveries;
import dev.errand.spi.JobStore;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The services of one manager, put together. The facade checks arguments; this hands them on. */
public final class Manager {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final int WORKER_ID_BYTES = 8;

  /** Slots of a manager that has not begun: it may hear of work before, and must not take it. */
  private static final int NONE_YET = 0;

  private final JobStore store;
  private final boolean ownsStore;
  private final Steps steps;
  private final Runner runner;
  private final Registrar registrar;
  private final Courier courier;
  private final Holds holds;
  private final Readers readers;
  private final Awaits awaits;
  private final Closing closing;
  private final Lifecycle lifecycle = new Lifecycle();
  private final Signals quiet;
  private final Subscription hints;

  /**
   * A manager that works from now on.
   *
   * @param ownsStore whether it closes the store when it is closed itself
   */
  public Manager(
      int maxRunningJobs,
      Settings settings,
      TimeAndThreads time,
      JobStore store,
      boolean ownsStore) {
    this.store = store;
    this.ownsStore = ownsStore;
    this.steps = new Steps(store, settings.storeTimeout(), time);
    this.quiet = new Signals(time);
    Waiters waiters = new Waiters();
    Signals settled = new Signals(time);
    Worker worker = new Worker(newWorkerId(), settings.handlers().keySet());
    Equipment equipment = new Equipment(worker, settings, time, steps, new Listeners(time));
    courier = new Courier(equipment);
    runner = new Runner(equipment, NONE_YET, lifecycle, waiters, settled, courier);
    registrar = new Registrar(runner, lifecycle);
    holds = new Holds(worker, steps);
    readers = new Readers(steps);
    awaits = new Awaits(runner, waiters, holds, courier, settled);
    closing = new Closing(lifecycle, runner, courier, quiet, steps);
    hints = store.listen(worker, new ManagerHints(runner, courier, waiters, settled, quiet));
    begin();
    runner.claims.slots.limit(maxRunningJobs);
    runner.claims.runnable(); // what it has heard of before
    runner.wakeIn(Duration.ZERO); // what the store holds from before may be due
  }

  /** First the sinks, then recovery: what it finds lost is to be delivered (J2). */
  private void begin() {
    try {
      courier.open();
      steps.submit(new Step.Recover(runner.worker)).adopted().forEach(runner::adopt);
    } catch (StoreException failure) {
      // Nobody gets this manager to close it; a route that it may have must not attract mail.
      courier.close();
      var unused = store.submit(new MailStep.Retire(runner.worker));
      runner.stop();
      steps.stop();
      hints.close();
      throw failure;
    }
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
    if (steps.submit(new Step.Cancel(id, by, filter)) instanceof Applied applied) {
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
    List<Run> cancelled = steps.submit(step);
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
  public Awaited awaitJobs(Set<String> ids, AwaitMode mode, Duration timeout, JobFilter filter)
      throws InterruptedException {
    return awaits.await(ids, mode, timeout, filter);
  }

  /** See the facade. */
  public boolean awaitSettled(Duration timeout, JobFilter filter) throws InterruptedException {
    return awaits.awaitSettled(timeout, filter);
  }

  /** See the facade. */
  public Subscription registerSink(String owner, Sink sink) {
    refuseIfClosed();
    return courier.register(owner, sink);
  }

  /** See the facade. */
  public TakenDeliveries takeDeliveries(String owner, int max) {
    return readers.take(owner, max);
  }

  /** See the facade. */
  public TakenDeliveries takeDeliveries(String owner, Set<String> ids) {
    return readers.take(owner, ids);
  }

  /** See the facade. */
  public DeliveryState deliveryState(JobFilter filter) {
    MailStep.Counts counts = store.mail(filter);
    Courier.Calls calls = courier.calls(filter);
    return new DeliveryState(
        counts.queued(),
        calls.running(),
        calls.stuck(),
        counts.held(),
        counts.parked(),
        counts.dead(),
        counts.nextRetryAt(),
        () -> store.queuedMail(filter).stream().map(Run::id).toList());
  }

  /** See the facade. */
  public boolean hasPendingDeliveries(JobFilter filter) {
    return store.mail(filter).queued() > 0;
  }

  /** See the facade. */
  public boolean drainDeliveries(Duration timeout, JobFilter filter) throws InterruptedException {
    courier.refuseSinkThread("drainDeliveries");
    return quiet.await(() -> !hasPendingDeliveries(filter), timeout, Signals.PLAINLY);
  }

  /** See the facade. */
  public List<Delivery> deadLetters(JobFilter filter) {
    return store.deadLetters(filter).stream().map(Courier::delivery).toList();
  }

  /** See the facade. */
  public boolean redeliver(String deliveryId, JobFilter filter) {
    Optional<RunId> run = RunId.ofDelivery(deliveryId);
    return run.isPresent()
        && steps.submit(new MailStep.Redeliver(run.get(), filter)) instanceof Applied;
  }

  /** See the facade. */
  public Optional<Hold> hold(String id, JobFilter filter) {
    refuseIfClosed();
    return holds.hold(id, filter);
  }

  /** See the facade. */
  public int watchJobs(Set<String> ids, JobFilter filter) {
    refuseIfClosed();
    return holds.watch(ids, filter);
  }

  /** See the facade. */
  public int unwatchJobs(Set<String> ids, JobFilter filter) {
    return holds.unwatch(ids, filter);
  }

  /** See the facade. */
  public int acknowledge(Set<String> ids, JobFilter filter) {
    return holds.acknowledge(ids, filter);
  }

  /** See the facade. */
  public int resume(Set<String> ids, JobFilter filter) {
    return holds.resume(ids, filter);
  }

  /** See the facade. */
  public boolean isSuppressed(String id, JobFilter filter) {
    return holds.isSuppressed(id, filter);
  }

  /** See the facade. */
  public int evict(JobFilter filter) {
    return steps.submit(new Step.Evict(filter)).size();
  }

  /** See the facade. */
  public CloseReport close(Duration timeout, Optional<CloseMode> mode) {
    return closing.close(timeout, mode, this::letGo);
  }

  private void letGo() {
    hints.close();
    if (ownsStore) {
      try {
        store.close();
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, "The store could not be closed", failure);
      }
    }
  }

  /** A closed manager takes nothing on: nobody would look after it. */
  private void refuseIfClosed() {
    if (lifecycle.isClosed()) {
      throw new ManagerClosedException();
    }
  }
}
