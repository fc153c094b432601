package dev.errand.sql.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Waits for the lock of one other process, its neighbour: it is free as soon as that one is dead
 * (contract K2). So nobody asks again and again, and each process has somebody who waits for it.
 *
 * <p>A free lock makes it a suspect only: its connection may have been cut. It has half a second to
 * take its lock again, and longer where the server is slow to take connections or was so lately.
 */
final class Watch {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final long RETRY_MS = 500;
  private static final long SUSPECTED_MS = 500;

  private final Database database;
  private final Members members;
  private final Fleet fleet;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private OptionalLong neighbour = OptionalLong.empty();
  private @Nullable Connection waiting;
  private boolean closed;

  Watch(Database database, Members members, Fleet fleet) {
    this.database = database;
    this.members = members;
    this.fleet = fleet;
    this.thread = Thread.ofPlatform().daemon().name("errand-postgres-watch").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Watches this one from now on. */
  void neighbour(OptionalLong next) {
    lock.lock();
    try {
      if (!neighbour.equals(next)) {
        neighbour = next;
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      wake();
    } finally {
      lock.unlock();
    }
    thread.join();
  }

  private void wake() {
    changed.signalAll();
    if (waiting != null) {
      try {
        waiting.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException gone) {
        LOG.log(Level.DEBUG, "The watching connection is gone", gone);
      }
    }
  }

  private void run() {
    while (true) {
      OptionalLong watched = next();
      if (watched.isEmpty()) {
        return;
      }
      try (Connection connection = database.connectToWait("watch")) {
        while (isWatched(watched.getAsLong())) {
          watch(connection, watched.getAsLong());
        }
      } catch (SQLException lost) {
        LOG.log(Level.DEBUG, "The watching connection is gone", lost);
        pause(RETRY_MS);
      }
    }
  }

  /** Whom to watch; nobody, once it is closed. */
  private OptionalLong next() {
    lock.lock();
    try {
      while (!closed && neighbour.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      return closed ? OptionalLong.empty() : neighbour;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWatched(long member) {
    lock.lock();
    try {
      return !closed && neighbour.isPresent() && neighbour.getAsLong() == member;
    } finally {
      lock.unlock();
    }
  }

  private void watch(Connection connection, long member) throws SQLException {
    if (!waits(connection, member)) {
      return;
    }
    Map<Long, Long> epochs = members.epochsOfOthers(connection, fleet.id());
    if (!epochs.containsKey(member)) {
      fleet.membersChanged(); // it has left
      pause(SUSPECTED_MS);
      return;
    }
    Map<Long, Long> suspects = new HashMap<>();
    for (Map.Entry<Long, Long> other : epochs.entrySet()) {
      if (members.isLockFree(connection, other.getKey())) {
        suspects.put(other.getKey(), other.getValue());
      }
    }
    pause(SUSPECTED_MS);
    if (isWatched(member) && fleet.mayJudge()) {
      // On a new connection: as soon as the server takes ours, it has taken theirs.
      try (Connection fresh = database.connect("watch")) {
        bury(fresh, suspects);
      }
    }
  }

  /** Several may have died at once, those who watched each other among them. */
  private void bury(Connection connection, Map<Long, Long> suspects) throws SQLException {
    boolean anyDead = false;
    for (Map.Entry<Long, Long> suspect : suspects.entrySet()) {
      long member = suspect.getKey();
      if (members.isLockFree(connection, member)
          && members.bury(connection, member, suspect.getValue(), fleet.storeTime())) {
        LOG.log(Level.INFO, "Process {0} of the fleet is dead", member);
        anyDead = true;
      }
    }
    if (anyDead) {
      fleet.tellMembers(connection);
    }
  }

  /** Waits for the lock; false if there is somebody else to wait for. */
  private boolean waits(Connection connection, long member) throws SQLException {
    setWaiting(connection);
    try {
      members.awaitLockOf(connection, member);
      return true;
    } catch (SQLException cancelled) {
      if ("57014".equals(cancelled.getSQLState())) {
        return false;
      }
      throw cancelled;
    } finally {
      setWaiting(null);
    }
  }

  private void setWaiting(@Nullable Connection connection) {
    lock.lock();
    try {
      waiting = connection;
    } finally {
      lock.unlock();
    }
  }

  private void pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
