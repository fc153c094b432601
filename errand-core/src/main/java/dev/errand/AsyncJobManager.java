package dev.errand;

import dev.errand.internal.Check;
import dev.errand.internal.Ids;
import dev.errand.internal.Manager;
import dev.errand.internal.Settings;
import dev.errand.internal.memory.MemoryStore;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final Manager manager;

  private AsyncJobManager(Builder builder) {
    TimeAndThreads time = builder.time;
    manager =
        new Manager(
            builder.maxRunningJobs,
            new Settings(
                Map.copyOf(builder.handlers),
                builder.bounds(),
                builder.cancelGrace,
                builder.storeTimeout),
            time,
            builder.store == null ? new MemoryStore(time) : builder.store);
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

  // ---- waiting in the foreground (contract G)

  /** {@link #awaitJobs(Collection, AwaitMode, Duration, JobFilter)} whoever's jobs they are. */
  public Awaited awaitJobs(Collection<String> ids, AwaitMode mode, Duration timeout)
      throws InterruptedException {
    return awaitJobs(ids, mode, timeout, JobFilter.all());
  }

  /**
   * Waits until the first or all of these jobs have ended, at most this long. Ids that name nothing
   * are not waited for. A body that waits for other jobs lends them its slot meanwhile (A9).
   *
   * @throws IllegalStateException if a body waits for its own run
   * @throws InterruptedException if the waiting thread is interrupted
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

  // ---- forgetting and closing (contract H, I)

  /**
   * Forgets the ended runs that the filter sees at once (H2).
   *
   * @return how many
   */
  public int evict(JobFilter filter) {
    return manager.evict(Check.notNull("filter", filter));
  }

  /** {@link #close(Duration)} within 3 seconds. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Refuses new work, cancels every job of this manager as cancelled by {@link
   * CancelledBy#SHUTDOWN}, and waits for their bodies, but no longer than this. A second call waits
   * as the first does.
   *
   * @return whether all bodies are gone
   */
  public boolean close(Duration timeout) {
    return manager.close(Check.notNegative("timeout", timeout));
  }

  /**
   * Says how a manager is to work; each thing is checked as it is said (contract L1). Not
   * thread-safe.
   */
  public static final class Builder {
    private final Map<String, JobHandler> handlers = new HashMap<>();
    private int maxRunningJobs = 15;
    private int maxRunningJobsPerOwner = Integer.MAX_VALUE;
    private int maxQueuedJobs = Bounds.DEFAULT.queued();
    private int maxQueuedJobsPerOwner = Integer.MAX_VALUE;
    private Duration cancelGrace = Duration.ofSeconds(10);
    private Duration storeTimeout = Duration.ofSeconds(5);
    private TimeAndThreads time = TimeAndThreads.system();
    private @Nullable JobStore store;

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

    /** Work that is known by this name, 1 to 200 printable characters, each name once. */
    public Builder handler(String name, JobHandler handler) {
      Check.printable("handler", name, 200);
      Check.notNull("handler " + name, handler);
      Check.argument(!handlers.containsKey(name), "handler " + name + " must be given only once");
      handlers.put(name, handler);
      return this;
    }

    /** Where jobs are kept. Default: on the heap, for this manager alone. */
    public Builder store(JobStore newStore) {
      store = Check.notNull("store", newStore);
      return this;
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

    private Bounds bounds() {
      return new Bounds(
          maxQueuedJobs, maxQueuedJobsPerOwner, maxRunningJobsPerOwner, Integer.MAX_VALUE);
    }
  }
}
