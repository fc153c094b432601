package dev.errand;

import dev.errand.internal.Check;
import dev.errand.internal.Ids;
import dev.errand.internal.Manager;
import dev.errand.internal.Settings;
import dev.errand.internal.Sink;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Policy;
import dev.errand.spi.RunOutput;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs background jobs for agents: register one, go on, look, cancel, wait.
 *
 * <p>Thread-safe. Every verb that takes ids trims them and ignores blanks; under a {@link
 * JobFilter} somebody else's job looks like one that does not exist; forms without a filter are for
 * the host program (contract E2). Bad arguments are refused with an {@link
 * IllegalArgumentException} that names the argument and the rule, and change nothing (L1).
 */
public final class AsyncJobManager implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private static final AtomicReference<@Nullable AsyncJobManager> INSTANCE =
      new AtomicReference<>();

  private final Manager manager;

  private AsyncJobManager(Builder builder) {
    TimeAndThreads time = builder.time;
    manager =
        new Manager(
            builder.maxRunningJobs,
            new Settings(
                Map.copyOf(builder.handlers),
                Map.copyOf(builder.recoveries),
                builder.maxReruns,
                builder.bounds(),
                builder.policy(),
                builder.cancelGrace,
                builder.storeTimeout,
                builder.sinkTimeout,
                builder.sinkAbandon,
                Optional.ofNullable(builder.catchAll).map(Sink::of),
                builder.routesByOwner()),
            time,
            builder.store == null ? new MemoryStore(time) : builder.store,
            builder.ownsStore);
  }

  /** A builder with the defaults of the contract. */
  public static Builder builder() {
    return new Builder();
  }

  // ---- registering (contract A)

  /** {@link #register(String, String, JobBody, JobOptions)} with {@link JobOptions#DEFAULT}. */
  public String register(String type, String label, JobBody body) {
    return register(type, label, body, JobOptions.DEFAULT);
  }

  /**
   * Registers a job and returns its id. The body starts on a thread of its own, at once or when its
   * turn has come; nothing of the caller's is called before this returns (A1).
   *
   * @param type the kind of work, 1 to 100 printable characters: {@code bash}, {@code task}, or any
   *     other name
   * @param label what people call it, not blank, at most 1,000 characters
   * @throws JobLimitReachedException if no slot is free and the job is not to be queued (A3)
   * @throws QueueFullException if it is to be queued and the queue is full (A4)
   * @throws ManagerClosedException if this manager has been closed (A6)
   * @throws StoreException if the store failed (J1)
   */
  public String register(String type, String label, JobBody body, JobOptions options) {
    Check.notNull("body", body);
    return register(type, label, body, Optional.empty(), options);
  }

  /**
   * Registers a job whose work is known by name, so that a durable store can keep it. Otherwise
   * like {@link #register(String, String, JobBody, JobOptions)}.
   *
   * @throws IllegalArgumentException also if this manager has no handler of that name
   */
  public String register(String type, String label, HandlerCall call, JobOptions options) {
    Check.notNull("call", call);
    return register(type, label, manager.bodyOf(call), Optional.of(call), options);
  }

  private String register(
      String type, String label, JobBody body, Optional<HandlerCall> call, JobOptions options) {
    return manager.register(
        Check.printable("type", type, 100),
        Check.label(label),
        body,
        call,
        Check.notNull("options", options));
  }

  /** How many jobs this manager may have running (A3). */
  public int maxRunningJobs() {
    return manager.maxRunningJobs();
  }

  /**
   * Changes how many jobs may run, at least 1. Raising it starts queued jobs; lowering it cancels
   * nothing (A3).
   */
  public void setMaxRunningJobs(int maxRunningJobs) {
    manager.maxRunningJobs(Check.atLeast("maxRunningJobs", maxRunningJobs, 1));
  }

  // ---- cancelling (contract D)

  /** {@link #cancel(String, CancelledBy, JobFilter)} by the owner, whoever's job it is. */
  public boolean cancel(String id) {
    return cancel(id, CancelledBy.OWNER);
  }

  /** {@link #cancel(String, CancelledBy, JobFilter)} whoever's job it is. */
  public boolean cancel(String id, CancelledBy by) {
    return cancel(id, by, JobFilter.all());
  }

  /**
   * Cancels a job: its run is {@link JobStatus#CANCELLED} from now on, its body is asked to stop
   * and keeps its slot until it has, or until the cancel grace is over.
   *
   * @return whether this very call moved a queued or running job to {@code CANCELLED}; false for
   *     one that has ended, is unknown, or is not the filter's (D1)
   */
  public boolean cancel(String id, CancelledBy by, JobFilter filter) {
    return manager.cancel(
        Ids.normalized(id), Check.notNull("by", by), Check.notNull("filter", filter));
  }

  /** {@link #cancelAll(CancelledBy, JobFilter)} by the owner. */
  public int cancelAll(JobFilter filter) {
    return cancelAll(CancelledBy.OWNER, filter);
  }

  /**
   * Cancels every queued or running job that the filter sees (D2).
   *
   * @return how many this very call cancelled
   */
  public int cancelAll(CancelledBy by, JobFilter filter) {
    return manager.cancelAll(Check.notNull("by", by), Check.notNull("filter", filter));
  }

  // ---- looking (contract E)

  /** The newest run of this id, whoever's it is. O(1). */
  public Optional<Job> job(String id) {
    return job(id, JobFilter.all());
  }

  /** The newest run of this id, if the filter sees it. O(1). */
  public Optional<Job> job(String id, JobFilter filter) {
    return manager.job(Ids.normalized(id), Check.notNull("filter", filter));
  }

  /** Everybody's running jobs, in order of registration. */
  public List<Job> runningJobs() {
    return runningJobs(JobFilter.all());
  }

  /** The running jobs that the filter sees, in order of registration. */
  public List<Job> runningJobs(JobFilter filter) {
    return manager.runningJobs(Check.notNull("filter", filter));
  }

  /** The last ten of everybody's jobs to end, the latest end first. */
  public List<Job> recentJobs() {
    return recentJobs(10);
  }

  /** The last of everybody's jobs to end, the latest end first. */
  public List<Job> recentJobs(int limit) {
    return recentJobs(limit, JobFilter.all());
  }

  /**
   * The last jobs to end that the filter sees, the latest end first; {@code limit} is at least 0.
   */
  public List<Job> recentJobs(int limit, JobFilter filter) {
    return manager.recentJobs(Check.atLeast("limit", limit, 0), Check.notNull("filter", filter));
  }

  /** Everybody's jobs that are kept, in order of registration. */
  public List<Job> allJobs() {
    return allJobs(JobFilter.all());
  }

  /** The jobs that are kept and that the filter sees, in order of registration. */
  public List<Job> allJobs(JobFilter filter) {
    return manager.allJobs(Check.notNull("filter", filter));
  }

  /**
   * The ended jobs that the filter sees whose bodies went on for longer than the cancel grace (A5).
   */
  public List<Job> unsettledJobs(JobFilter filter) {
    return manager.unsettledJobs(Check.notNull("filter", filter));
  }

  /**
   * Adds a listener.
   *
   * @return closing it takes the listener away; it may still hear what had happened before
   */
  public Subscription addListener(JobListener listener) {
    return manager.addListener(Check.notNull("listener", listener));
  }

  // ---- delivering (contract F)

  /**
   * Sends an owner's deliveries to this sink from now on; the latest registration wins (F3).
   *
   * @return closing it takes this sink away, but not one that was registered later
   * @throws ManagerClosedException if this manager has been closed
   */
  public Subscription registerDeliverySink(String owner, DeliverySink sink) {
    return manager.registerSink(Check.owner(owner), Sink.of(Check.notNull("sink", sink)));
  }

  /** Like {@link #registerDeliverySink}, for a sink that takes many deliveries in a call (F9). */
  public Subscription registerBatchDeliverySink(String owner, BatchDeliverySink sink) {
    return manager.registerSink(Check.owner(owner), Sink.ofBatches(Check.notNull("sink", sink)));
  }

  /**
   * Leases an owner's due and parked deliveries to the caller for 60 seconds, in place of a sink
   * (F16).
   *
   * @param max how many at most, at least 1
   */
  public TakenDeliveries takeDeliveries(String owner, int max) {
    return manager.takeDeliveries(Check.owner(owner), Check.atLeast("max", max, 1));
  }

  /**
   * Leases the due and parked deliveries of an owner's newest runs of these ids, and no others, for
   * 60 seconds (F16, E2). They come in the order of the ids.
   */
  public TakenDeliveries takeDeliveries(String owner, Collection<String> ids) {
    return manager.takeDeliveries(Check.owner(owner), Ids.normalized(ids));
  }

  /** What is under way to everybody. */
  public DeliveryState deliveryState() {
    return deliveryState(JobFilter.all());
  }

  /** What is under way to the owners that the filter sees (F10). */
  public DeliveryState deliveryState(JobFilter filter) {
    return manager.deliveryState(Check.notNull("filter", filter));
  }

  /** Whether anything is queued for anybody. */
  public boolean hasPendingDeliveries() {
    return hasPendingDeliveries(JobFilter.all());
  }

  /** Whether anything is queued for the owners that the filter sees (F10). */
  public boolean hasPendingDeliveries(JobFilter filter) {
    return manager.hasPendingDeliveries(Check.notNull("filter", filter));
  }

  /** {@link #drainDeliveries(Duration, JobFilter)} for everybody. */
  public boolean drainDeliveries(Duration timeout) throws InterruptedException {
    return drainDeliveries(timeout, JobFilter.all());
  }

  /**
   * Waits until nothing is queued for the owners that the filter sees; held and parked deliveries
   * and dead letters do not count (F14).
   *
   * @return true as soon as that is so, false if it is not within the timeout
   * @throws IllegalStateException on a thread that is calling a sink
   */
  public boolean drainDeliveries(Duration timeout, JobFilter filter) throws InterruptedException {
    return manager.drainDeliveries(
        Check.notNegative("timeout", timeout), Check.notNull("filter", filter));
  }

  /** The dead letters of everybody that the filter sees, in the order in which they died (F6). */
  public List<Delivery> deadLetters(JobFilter filter) {
    return manager.deadLetters(Check.notNull("filter", filter));
  }

  /** {@link #redeliver(String, JobFilter)}, whoever's it is. */
  public boolean redeliver(String deliveryId) {
    return redeliver(deliveryId, JobFilter.all());
  }

  /**
   * Puts a dead letter back: it is due at once under the same id, its attempts are counted anew
   * (F6).
   *
   * @return whether there was such a dead letter
   */
  public boolean redeliver(String deliveryId, JobFilter filter) {
    return manager.redeliver(
        Check.notNull("deliveryId", deliveryId).strip(), Check.notNull("filter", filter));
  }

  // ---- holding and acknowledging (contract F11 to F13)

  /** {@link #hold(String, JobFilter)}, whoever's job it is. */
  public Optional<Hold> hold(String id) {
    return hold(id, JobFilter.all());
  }

  /**
   * Keeps the delivery of a job back until the hold is closed; empty if the filter sees no such
   * job. A call of a sink that has begun is not recalled (F11).
   *
   * @throws ManagerClosedException if this manager has been closed
   */
  public Optional<Hold> hold(String id, JobFilter filter) {
    return manager.hold(Ids.normalized(id), Check.notNull("filter", filter));
  }

  /** {@link #watchJobs(Collection, JobFilter)}, whoever's jobs they are. */
  public int watchJobs(Collection<String> ids) {
    return watchJobs(ids, JobFilter.all());
  }

  /**
   * Takes a hold of this filter on each of these jobs; holds are counted (F11).
   *
   * @return how many distinct known jobs it held
   * @throws ManagerClosedException if this manager has been closed
   */
  public int watchJobs(Collection<String> ids, JobFilter filter) {
    return manager.watchJobs(Ids.normalized(ids), Check.notNull("filter", filter));
  }

  /** {@link #unwatchJobs(Collection, JobFilter)}, whoever's jobs they are. */
  public int unwatchJobs(Collection<String> ids) {
    return unwatchJobs(ids, JobFilter.all());
  }

  /**
   * Gives up one hold of this filter on each of these jobs; where it has none, the hold that came
   * with {@link JobOptions.Builder#hold}. What nobody holds any more and nobody has consumed is due
   * at once (F11).
   *
   * @return how many distinct known jobs it released
   */
  public int unwatchJobs(Collection<String> ids, JobFilter filter) {
    return manager.unwatchJobs(Ids.normalized(ids), Check.notNull("filter", filter));
  }

  /** {@link #acknowledgeDeliveries(Collection, JobFilter)}, whoever's jobs they are. */
  public int acknowledgeDeliveries(Collection<String> ids) {
    return acknowledgeDeliveries(ids, JobFilter.all());
  }

  /**
   * The owner has these results: deliveries that wait, are held or parked are dropped, one in
   * flight is not retried, and a job that goes on will end silently (F12).
   *
   * @return how many deliveries were dropped
   */
  public int acknowledgeDeliveries(Collection<String> ids, JobFilter filter) {
    return manager.acknowledge(Ids.normalized(ids), Check.notNull("filter", filter));
  }

  /** {@link #resumeDeliveries(Collection, JobFilter)}, whoever's jobs they are. */
  public int resumeDeliveries(Collection<String> ids) {
    return resumeDeliveries(ids, JobFilter.all());
  }

  /**
   * Lifts the mute of jobs that were acknowledged while they were going on; what has ended
   * meanwhile is due at once (F12).
   *
   * @return how many were muted
   */
  public int resumeDeliveries(Collection<String> ids, JobFilter filter) {
    return manager.resume(Ids.normalized(ids), Check.notNull("filter", filter));
  }

  /** {@link #isDeliverySuppressed(String, JobFilter)}, whoever's job it is. */
  public boolean isDeliverySuppressed(String id) {
    return isDeliverySuppressed(id, JobFilter.all());
  }

  /** Whether the delivery of this job is held, or was acknowledged (F13). */
  public boolean isDeliverySuppressed(String id, JobFilter filter) {
    return manager.isSuppressed(Ids.normalized(id), Check.notNull("filter", filter));
  }

  // ---- waiting in the foreground (contract G)

  /**
   * {@link #awaitJobs(Collection, AwaitMode, Duration, JobFilter)} whoever's jobs they are, and
   * consumes what has ended: no sink gets it any more.
   */
  public Awaited awaitJobs(Collection<String> ids, AwaitMode mode, Duration timeout)
      throws InterruptedException {
    Awaited awaited = awaitJobs(ids, mode, timeout, JobFilter.all());
    awaited.consume();
    return awaited;
  }

  /**
   * Waits until the first or all of these jobs have ended, at most this long, and holds their
   * deliveries meanwhile: what comes back must be consumed or closed. Ids that name nothing are not
   * waited for. {@link AwaitMode#ANY} passes over results that the owner has already, as long as
   * there are others. A body that waits for other jobs lends them its slot meanwhile (A9, G1).
   *
   * @throws IllegalStateException if a body waits for its own run, or on a thread that is calling a
   *     sink
   * @throws InterruptedException if the waiting thread is interrupted; nothing is consumed or held
   *     then
   */
  public Awaited awaitJobs(
      Collection<String> ids, AwaitMode mode, Duration timeout, JobFilter filter)
      throws InterruptedException {
    return manager.awaitJobs(
        Ids.normalized(ids),
        Check.notNull("mode", mode),
        Check.notNegative("timeout", timeout),
        Check.notNull("filter", filter));
  }

  /**
   * Waits until an owner has no job that goes on, those registered meanwhile and cancelled bodies
   * that still go on among them (G3).
   *
   * @return whether that is so within the timeout
   * @throws IllegalStateException in a body of this owner's, or on a thread that is calling a sink
   */
  public boolean awaitOwner(String owner, Duration timeout) throws InterruptedException {
    return manager.awaitSettled(Check.notNegative("timeout", timeout), JobFilter.owner(owner));
  }

  /** Like {@link #awaitOwner}, for everybody's jobs (G3). */
  public boolean awaitAll(Duration timeout) throws InterruptedException {
    return manager.awaitSettled(Check.notNegative("timeout", timeout), JobFilter.all());
  }

  // ---- forgetting and closing (contract H, I)

  /**
   * Forgets the ended runs that the filter sees at once, with their deliveries and dead letters
   * (H2).
   *
   * @return how many
   */
  public int evict(JobFilter filter) {
    return manager.evict(Check.notNull("filter", filter));
  }

  /** {@link #close(Duration)} within 3 seconds. */
  @Override
  public void close() {
    CloseReport unused = close(CLOSE_TIMEOUT);
  }

  /** {@link #close(Duration, CloseMode)} in the mode that fits the store. */
  public CloseReport close(Duration timeout) {
    return close(timeout, Optional.empty());
  }

  /**
   * Refuses new work, ends or hands back what goes on, waits for the bodies and then for the
   * deliveries, all of it no longer than this, and says what is left. No sink is called after that
   * (F15). A second call joins the first (I1).
   *
   * @throws IllegalStateException on a thread that is calling a sink
   */
  public CloseReport close(Duration timeout, CloseMode mode) {
    return close(timeout, Optional.of(Check.notNull("mode", mode)));
  }

  private CloseReport close(Duration timeout, Optional<CloseMode> mode) {
    CloseReport report = manager.close(Check.notNegative("timeout", timeout), mode);
    INSTANCE.compareAndSet(this, null);
    return report;
  }

  // ---- the one of this process

  /** The manager that was made the one of this process, if there is one. */
  public static Optional<AsyncJobManager> instance() {
    return Optional.ofNullable(INSTANCE.get());
  }

  /**
   * Makes this manager the one of this process; null takes it away. Closing a manager takes it
   * away, too.
   */
  public static void setInstance(@Nullable AsyncJobManager manager) {
    INSTANCE.set(manager);
  }

  /**
   * Says how a manager is to work; each thing is checked as it is said (contract L1). Not
   * thread-safe.
   */
  public static final class Builder {
    private final Map<String, JobHandler> handlers = new HashMap<>();
    private final Map<String, Recovery> recoveries = new HashMap<>();
    private int maxReruns = 3;
    private int maxRunningJobs = 15;
    private int maxRunningJobsPerOwner = Integer.MAX_VALUE;
    private int maxRunningJobsOfStore = Integer.MAX_VALUE;
    private int maxQueuedJobs = Bounds.DEFAULT.queued();
    private int maxQueuedJobsPerOwner = Integer.MAX_VALUE;
    private Duration cancelGrace = Duration.ofSeconds(10);
    private Duration storeTimeout = Duration.ofSeconds(5);
    private Duration sinkTimeout = Duration.ofSeconds(30);
    private Duration sinkAbandon = Duration.ofSeconds(30);
    private Duration retention = Policy.DEFAULT.retention();
    private Duration deliveryTtl = Policy.DEFAULT.deliveryTtl();
    private int maxAttempts = Policy.DEFAULT.maxAttempts();
    private boolean routeByOwner;
    private @Nullable DeliverySink catchAll;
    private TimeAndThreads time = TimeAndThreads.system();
    private @Nullable JobStore store;
    private boolean ownsStore;

    private Builder() {}

    /** How many jobs may run at a time, at least 1. Default: 15 (A3). */
    public Builder maxRunningJobs(int most) {
      maxRunningJobs = Check.atLeast("maxRunningJobs", most, 1);
      return this;
    }

    /** How many jobs of one owner may run at a time, at least 1. Default: unbounded (A4). */
    public Builder maxRunningJobsPerOwner(int most) {
      maxRunningJobsPerOwner = Check.atLeast("maxRunningJobsPerOwner", most, 1);
      return this;
    }

    /**
     * How many jobs may run at a time on all managers of the store together, at least 1. Default:
     * unbounded (A4).
     */
    public Builder maxRunningJobsOfStore(int most) {
      maxRunningJobsOfStore = Check.atLeast("maxRunningJobsOfStore", most, 1);
      return this;
    }

    /** How many jobs may be queued in the store, at least 0. Default: 1,000 (A4). */
    public Builder maxQueuedJobs(int most) {
      maxQueuedJobs = Check.atLeast("maxQueuedJobs", most, 0);
      return this;
    }

    /**
     * How many jobs of one owner may be queued, at least 0. Default: as many as the queue takes
     * (A4).
     */
    public Builder maxQueuedJobsPerOwner(int most) {
      maxQueuedJobsPerOwner = Check.atLeast("maxQueuedJobsPerOwner", most, 0);
      return this;
    }

    /** How long a cancelled or timed-out body keeps its slot if it goes on. Default: 10 s (A5). */
    public Builder cancelGrace(Duration grace) {
      cancelGrace = Check.notNegative("cancelGrace", grace);
      return this;
    }

    /** How long a caller waits for the store. Default: 5 s (J1). */
    public Builder storeTimeout(Duration timeout) {
      storeTimeout = Check.positive("storeTimeout", timeout);
      return this;
    }

    /**
     * Where the deliveries of everybody go who has no sink of their own; with {@link
     * #routeByOwner}, those of unowned jobs only (F2). Default: nowhere.
     */
    public Builder onJobComplete(DeliverySink sink) {
      catchAll = Check.notNull("onJobComplete", sink);
      return this;
    }

    /**
     * Sends owned deliveries to their owner's sink only; they wait, parked, while there is none
     * (F2). Needed for {@link AsyncJobManager#takeDeliveries}, if nothing else takes the mail. On a
     * store that other processes share it is always so.
     */
    public Builder routeByOwner() {
      routeByOwner = true;
      return this;
    }

    /**
     * How long a run is kept once it has settled and its delivery is concluded; zero: not at all.
     * Default: 5 min (H1).
     */
    public Builder retention(Duration span) {
      retention = Check.notNegative("retention", span);
      return this;
    }

    /** How long a sink may take for a call before it has failed. Default: 30 s (F6). */
    public Builder sinkTimeout(Duration timeout) {
      sinkTimeout = Check.positive("sinkTimeout", timeout);
      return this;
    }

    /**
     * How long a sink that has failed by its timeout may keep its lane busy. Default: 30 s (F6).
     */
    public Builder sinkAbandon(Duration span) {
      sinkAbandon = Check.notNegative("sinkAbandon", span);
      return this;
    }

    /**
     * After how many failed attempts a delivery is a dead letter, at least 1. Default: never (F6).
     */
    public Builder maxAttempts(int most) {
      maxAttempts = Check.atLeast("maxAttempts", most, 1);
      return this;
    }

    /**
     * How long after its first attempt a failing delivery becomes a dead letter; time held does not
     * count. Default: 24 h (F6).
     */
    public Builder deliveryTtl(Duration span) {
      deliveryTtl = Check.positive("deliveryTtl", span);
      return this;
    }

    /** {@link #handler(String, JobHandler, Recovery)} that is {@link Recovery#LOST}. */
    public Builder handler(String name, JobHandler handler) {
      return handler(name, handler, Recovery.LOST);
    }

    /**
     * Work that is known by this name, 1 to 200 printable characters, each name once.
     *
     * @param recovery what becomes of a running job of this handler whose worker died (J2)
     */
    public Builder handler(String name, JobHandler handler, Recovery recovery) {
      Check.printable("handler", name, 200);
      Check.notNull("handler " + name, handler);
      Check.argument(!handlers.containsKey(name), "handler " + name + " must be given only once");
      Check.notNull("recovery of handler " + name, recovery);
      recoveries.put(name, recovery);
      handlers.put(name, handler);
      return this;
    }

    /**
     * How often a job of a {@link Recovery#RERUN} handler is started again because its worker died,
     * at least 1; after that it is lost. Default: 3 (J2).
     */
    public Builder maxReruns(int most) {
      maxReruns = Check.atLeast("maxReruns", most, 1);
      return this;
    }

    /**
     * Where jobs are kept. The store is this manager's own from now on: closing the manager closes
     * it, and a body that goes on after that can record its end no more. Default: on the heap (I1).
     */
    public Builder store(JobStore newStore) {
      store = Check.notNull("store", newStore);
      ownsStore = true;
      return this;
    }

    /**
     * Like {@link #store}, for a store that other managers use, too, at the same time or later.
     * Whoever made it closes it, when they are all closed.
     */
    public Builder sharedStore(JobStore newStore) {
      store = Check.notNull("sharedStore", newStore);
      ownsStore = false;
      return this;
    }

    /**
     * Where the store that was given keeps copies of what runs print; empty if it keeps none. For
     * whoever runs commands (K3).
     */
    public Optional<RunOutput> output() {
      return store == null ? Optional.empty() : store.output();
    }

    /** The clock and the threads; tests give virtual ones. Default: the real ones. */
    public Builder timeAndThreads(TimeAndThreads newTime) {
      time = Check.notNull("timeAndThreads", newTime);
      return this;
    }

    /** A manager that works from now on. */
    public AsyncJobManager build() {
      return new AsyncJobManager(this);
    }

    private boolean routesByOwner() {
      return routeByOwner || (store != null && store.isShared());
    }

    private Policy policy() {
      return new Policy(routesByOwner(), retention, maxAttempts, deliveryTtl, 0, false);
    }

    private Bounds bounds() {
      return new Bounds(
          maxQueuedJobs, maxQueuedJobsPerOwner, maxRunningJobsPerOwner, maxRunningJobsOfStore);
    }
  }
}
