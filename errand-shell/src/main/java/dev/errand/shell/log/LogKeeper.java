package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps the logs of running jobs within their quotas and notices when they do not grow. One thread
 * for all logs; an idle log costs a system call each 100 ms. Thread-safe.
 *
 * <p>Start one for each JVM; it is closed last, after all that uses it.
 */
public final class LogKeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.errand.shell");

  /** Looks that are not urgent are done together. */
  private static final long TOGETHER = Duration.ofMillis(20).toNanos();

  private record Due(long at, LogWatch watch) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(at - other.at, 0);
    }
  }

  private final Optional<LogGuard> guard;
  private final Puncher puncher;
  private final LongSupplier clock;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock(); // for the next three
  private final Deque<LogWatch> toBegin = new ArrayDeque<>();
  private final Deque<LogWatch> toEnd = new ArrayDeque<>();
  private boolean closed;

  // Only the thread touches these.
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final Set<LogWatch> watches = new HashSet<>();

  private LogKeeper(Optional<LogGuard> guard, Puncher puncher, LongSupplier clock) {
    this.guard = guard;
    this.puncher = puncher;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("errand-log-keeper").unstarted(this::run);
  }

  /**
   * Starts a keeper that leaves a guard behind when this JVM dies: a small process that keeps the
   * quotas of the jobs that still run. The guard of the JVM before us ends now; ours is started
   * with the first log that has a quota.
   *
   * @param root the folder with the folder {@code runs} of all runs; only one JVM at a time may
   *     have a keeper over it
   */
  public static LogKeeper startOver(Path root) {
    return start(Optional.of(LogGuard.over(root)), Posix::punchHole, System::nanoTime);
  }

  /** Starts a keeper whose work ends with this JVM. */
  public static LogKeeper start() {
    return start(Posix::punchHole, System::nanoTime);
  }

  static LogKeeper start(Puncher puncher, LongSupplier clock) {
    return start(Optional.empty(), puncher, clock);
  }

  static LogKeeper start(Optional<LogGuard> guard, Puncher puncher, LongSupplier clock) {
    LogKeeper keeper = new LogKeeper(guard, puncher, clock);
    keeper.thread.start();
    return keeper;
  }

  /**
   * Watches a log until the watch is closed. A writer that was left stopped by whoever watched
   * before goes on.
   *
   * @throws IllegalStateException if this keeper is closed
   */
  public LogWatch watch(WatchedLog log) {
    if (log.quota().isPresent()) {
      guard.ifPresent(LogGuard::ensure);
    }
    LogWatch watch = new LogWatch(this, new Keeping(log, puncher, clock), clock);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("This log keeper is closed; start another.");
      }
      toBegin.add(watch);
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(thread);
    return watch;
  }

  void end(LogWatch watch) {
    if (Thread.currentThread() == thread) {
      finish(watch);
      return;
    }
    lock.lock();
    try {
      toEnd.add(watch);
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(thread);
    watch.ended().join();
  }

  /** Ends all watches and stops. Twice is fine; must not be called by what the keeper calls. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    guard.ifPresent(LogGuard::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (takeOrders()) {
      lookAtAllDue();
      Due next = due.peek();
      if (next == null) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, next.at() - System.nanoTime());
      }
    }
    Set.copyOf(watches).forEach(this::finish);
  }

  /** Begins and ends watches; whether to go on. */
  private boolean takeOrders() {
    Set<LogWatch> begin;
    Set<LogWatch> end;
    boolean goOn;
    lock.lock();
    try {
      begin = new LinkedHashSet<>(toBegin);
      end = new LinkedHashSet<>(toEnd);
      toBegin.clear();
      toEnd.clear();
      goOn = !closed;
    } finally {
      lock.unlock();
    }
    for (LogWatch watch : begin) {
      if (!watch.ended().isDone()) { // it may have been closed at once, on this thread
        watches.add(watch);
        due.add(new Due(System.nanoTime(), watch));
      }
    }
    end.forEach(this::finish);
    return goOn;
  }

  private void lookAtAllDue() {
    long now = System.nanoTime();
    Due first = due.peek();
    while (first != null && first.at() - now <= 0) {
      due.remove();
      lookAt(first.watch());
      first = due.peek();
    }
  }

  private void lookAt(LogWatch watch) {
    if (!watches.contains(watch)) {
      return;
    }
    long next;
    try {
      next = watch.keeping().look();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "Looking at a log failed; it is tried again.", e);
      next = Duration.ofSeconds(1).toNanos();
    }
    long at = System.nanoTime() + next;
    // Rather too early than too late.
    due.add(new Due(next > TOGETHER ? at - Math.floorMod(at, TOGETHER) : at, watch));
  }

  private void finish(LogWatch watch) {
    if (!watches.remove(watch)) {
      watch.ended().complete(null);
      return;
    }
    try {
      watch.keeping().end();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "Ending the watch of a log failed.", e);
    } finally {
      watch.ended().complete(null);
    }
  }
}
