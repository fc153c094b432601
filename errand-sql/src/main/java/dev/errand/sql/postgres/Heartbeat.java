package dev.errand.sql.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Says that this process is alive, and hears what the others have committed: one thread with one
 * connection, which also has the lock that is free as soon as the process is dead.
 *
 * <p>A query every two seconds when nothing happens.
 */
final class Heartbeat {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(2);
  private static final long RETRY_MS = 200;
  private static final long TO_ANSWER = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long TO_COME_BACK = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final Members members;
  private final String channel;
  private final Fleet fleet;
  private final long lease;
  private final long beat;
  private final int secondsToAnswer;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** When the server has last heard of us. */
  private volatile long heardAt = System.nanoTime();

  /** Since when it does, on the same connection. */
  private volatile long heardSince = System.nanoTime();

  private final VitalsWatch vitals;
  private boolean isDoubted;

  Heartbeat(Database database, Members members, String channel, Fleet fleet) {
    this.database = database;
    this.members = members;
    this.channel = channel;
    this.fleet = fleet;
    this.vitals = new VitalsWatch(database.options().schema());
    this.lease = database.options().lease().toNanos();
    this.secondsToAnswer = (int) Math.max(1, database.options().lease().toSeconds() / 3);
    this.beat = Math.min(LONGEST_BEAT.toNanos(), lease / 10);
    this.thread =
        Thread.ofPlatform().daemon().name("errand-postgres-heartbeat").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void close() throws InterruptedException {
    closing.countDown();
    thread.interrupt();
    thread.join();
  }

  /**
   * Whether the server hears of this process well enough to judge others by their locks. One that
   * does not answer for a while loses everybody's connections, and with them their locks: those of
   * others at most a beat later than ours, and they need a moment to come back.
   */
  boolean mayJudge() {
    long now = System.nanoTime();
    return now - heardAt < beat + TO_ANSWER && now - heardSince > beat + TO_COME_BACK;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    while (!isClosing()) {
      long heardBefore = heardAt;
      try (Connection connection = database.connect("heartbeat", secondsToAnswer)) {
        live(connection);
      } catch (SQLException lost) {
        isLost(lost, heardAt != heardBefore);
      }
    }
  }

  /** As long as the connection holds. */
  private void live(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("LISTEN \"" + channel + "\"");
    }
    heardSince = System.nanoTime();
    boolean locked = members.lock(connection, fleet.id());
    fleet.membersChanged();
    Leases leases = new Leases(beat); // who was silent while we heard nothing is not known
    while (!isClosing()) {
      if (!locked) {
        locked = members.lock(connection, fleet.id());
      }
      beat(connection, leases);
      listen(connection, locked ? beat : TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
    }
  }

  private void beat(Connection connection, Leases leases) throws SQLException {
    Members.Beat beaten = members.beat(connection, fleet.id(), fleet.storeTime());
    if (!beaten.isAlive()) {
      LOG.log(
          Level.WARNING,
          "This process was not heard of for its lease, and others have taken over what it had");
      members.rise(connection, fleet.id());
      fleet.hasRisen(connection);
    }
    heardAt = System.nanoTime();
    isDoubted = false;
    bury(connection, leases.over(beaten.others(), heardAt));
    vitals.look(connection);
    fleet.isAt(beaten.version());
    fleet.removeLate(connection);
    fleet.gracesEnd();
    fleet.tidy();
  }

  private void bury(Connection connection, Map<Long, Long> silent) throws SQLException {
    boolean anyDead = false;
    for (Map.Entry<Long, Long> suspect : silent.entrySet()) {
      anyDead |=
          members.burySilent(connection, suspect.getKey(), suspect.getValue(), fleet.storeTime());
    }
    if (anyDead) {
      fleet.tellMembers(connection);
    }
  }

  private void listen(Connection connection, long nanos) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !isClosing(); left = until - System.nanoTime()) {
      int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
      for (PGNotification told : postgres.getNotifications(millis)) {
        fleet.isTold(told.getParameter());
      }
    }
  }

  /** Who was heard of on this connection, and has lost the lock with it, has no time to wait. */
  private void isLost(SQLException why, boolean wasHeard) {
    if (isClosing()) {
      return;
    }
    LOG.log(Level.DEBUG, "The server does not hear of this process", why);
    if (isRefused(why)) {
      heardAt = System.nanoTime(); // a server that is down gives nobody's work to others
    }
    if (!isDoubted && System.nanoTime() - heardAt > lease / 3 * 2) {
      isDoubted = true;
      LOG.log(
          Level.WARNING,
          "The store could not be told for two thirds of the lease that this process lives; what"
              + " others may start again is stopped");
      fleet.leaseEnds();
    }
    if (wasHeard) {
      return;
    }
    try {
      boolean unused = closing.await(RETRY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException closed) {
      // Looked at above.
    }
  }

  private static boolean isRefused(SQLException why) {
    String state = why.getSQLState();
    if ("57P03".equals(state) || "57P01".equals(state) || "57P02".equals(state)) {
      return true;
    }
    @Nullable Throwable cause = why;
    while (cause != null) {
      if (cause instanceof ConnectException) {
        return cause.getMessage() != null && cause.getMessage().contains("refused");
      }
      cause = cause.getCause();
    }
    return false;
  }
}
