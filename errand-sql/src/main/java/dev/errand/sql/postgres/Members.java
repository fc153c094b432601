package dev.errand.sql.postgres;

import dev.errand.sql.PostgresOptions;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SQL about who has the store open: processes (members), and the managers in them (workers).
 * When somebody was heard of is written by the clock of the server, and when he left, by the time
 * of the store.
 */
final class Members {

  /**
   * A worker that is not there any more.
   *
   * @param host where it was
   * @param since for how long, by the time of the store
   */
  record Departed(String host, Duration since) {}

  /**
   * Who is there.
   *
   * @param members the processes, in order
   * @param workers the managers in them
   * @param departed those that were there lately
   */
  record Present(List<Long> members, Set<String> workers, Map<String, Departed> departed) {}

  /**
   * A heartbeat.
   *
   * @param isAlive false if this process had been taken for dead
   * @param version the latest commit
   * @param others how the others that have not left were heard of last
   */
  record Beat(boolean isAlive, long version, Map<Long, Leases.Heard> others) {}

  private static final String NOW =
      "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000";

  private static final String JOIN =
      """
      INSERT INTO member (host, server, epoch, beat, lease, store_time)
      VALUES (?, pg_postmaster_start_time(), 0, %s, ?, ?)
      RETURNING id
      """
          .formatted(NOW);

  private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(?, ?)";

  private static final String LOCKED =
      """
      UPDATE member
      SET epoch = epoch + 1, server = pg_postmaster_start_time()
      WHERE id = ?
      """;

  private static final String RISE =
      "UPDATE member SET beat = %s, left_at = NULL WHERE id = ?".formatted(NOW);

  private static final String BEAT =
      """
      WITH me AS (
        UPDATE member SET beat = %1$s, store_time = ? WHERE id = ? AND left_at IS NULL RETURNING id
      )
      SELECT
        (SELECT count(*) FROM me),
        (SELECT max(version) FROM change),
        array_agg(id), array_agg(beat), array_agg(lease), array_agg(%1$s - beat)
      FROM member
      WHERE id <> ? AND left_at IS NULL
      """
          .formatted(NOW);

  /** Only if it was not heard of since. */
  private static final String BURY_SILENT =
      "UPDATE member SET left_at = ? WHERE id = ? AND beat = ? AND left_at IS NULL";

  /**
   * The time of the store as somebody has it who lives, or else as the server has it. Who was heard
   * of longer ago than its lease is dead, or the clock of the server was set since.
   */
  private static final String STORE_TIME =
      """
      SELECT coalesce(
        (SELECT store_time + age
         FROM (SELECT store_time, lease, %1$s - beat AS age FROM member WHERE left_at IS NULL) m
         WHERE store_time IS NOT NULL AND age BETWEEN 0 AND lease
         ORDER BY age
         LIMIT 1),
        %1$s)
      """
          .formatted(NOW);

  /** Only as it was when it was suspected, and only if its server has been up since. */
  private static final String BURY =
      """
      UPDATE member SET left_at = ?
      WHERE id = ? AND epoch = ? AND left_at IS NULL AND server = pg_postmaster_start_time()
      """;

  private static final String LEAVE = "UPDATE member SET left_at = ? WHERE id = ?";

  private static final String FORGET = "DELETE FROM member WHERE left_at < ? - 604800000000000";

  private static final String FORGET_WORKERS =
      "DELETE FROM worker w WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.id = w.member)";

  private static final String PRESENT =
      """
      SELECT m.id, m.left_at IS NULL, m.host, w.id, ? - coalesce(w.left_at, m.left_at)
      FROM member m
      LEFT JOIN worker w ON w.member = m.id
      ORDER BY m.id
      """;

  private static final String ADD_WORKER =
      "INSERT INTO worker (id, member) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET member ="
          + " excluded.member, left_at = NULL";

  private static final String REMOVE_WORKER = "UPDATE worker SET left_at = ? WHERE id = ?";

  private final int lockClass;
  private final PostgresOptions options;

  Members(PostgresOptions options) {
    this.options = options;
    this.lockClass = (int) ChangeLog.key(options.schema(), "member");
  }

  // ---- this process

  /** The time of the store, before this process has it. */
  static long storeTime(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STORE_TIME)) {
      return number(select);
    }
  }

  /** A number that no process had before. */
  long join(Connection connection, long storeTime) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(JOIN)) {
      insert.setString(1, options.host());
      insert.setLong(2, options.lease().toNanos());
      insert.setLong(3, storeTime);
      return number(insert);
    }
  }

  /**
   * Takes the lock that says that this process is alive; false if the server believes that it still
   * has it, from a connection that is gone.
   */
  boolean lock(Connection connection, long id) throws SQLException {
    if (!tryLock(connection, TRY_LOCK, id)) {
      return false;
    }
    update(connection, LOCKED, id);
    return true;
  }

  /** Says that this process is alive, and how late it is in the store. */
  Beat beat(Connection connection, long id, long storeTime) throws SQLException {
    try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
      beat.setLong(1, storeTime);
      beat.setLong(2, id);
      beat.setLong(3, id);
      try (ResultSet row = beat.executeQuery()) {
        boolean unused = row.next();
        return new Beat(row.getInt(1) == 1, row.getLong(2), others(row));
      }
    }
  }

  private static Map<Long, Leases.Heard> others(ResultSet row) throws SQLException {
    Map<Long, Leases.Heard> others = new HashMap<>();
    List<Long> ids = numbers(row, 3);
    List<Long> beats = numbers(row, 4);
    List<Long> leases = numbers(row, 5);
    List<Long> ages = numbers(row, 6);
    for (int i = 0; i < ids.size(); i++) {
      others.put(ids.get(i), new Leases.Heard(beats.get(i), leases.get(i), ages.get(i)));
    }
    return others;
  }

  private static List<Long> numbers(ResultSet row, int column) throws SQLException {
    Array numbers = row.getArray(column);
    return numbers == null ? List.of() : List.of((Long[]) numbers.getArray());
  }

  /** It is alive although it had been taken for dead. */
  void rise(Connection connection, long id) throws SQLException {
    update(connection, RISE, id);
  }

  /** It goes. */
  void leave(Connection connection, long id, long storeTime) throws SQLException {
    try (PreparedStatement leave = connection.prepareStatement(LEAVE)) {
      leave.setLong(1, storeTime);
      leave.setLong(2, id);
      int unused = leave.executeUpdate();
    }
  }

  // ---- the others

  /** Waits until this process's lock is free, or the connection is gone. */
  void awaitLockOf(Connection connection, long id) throws SQLException {
    boolean unused = tryLock(connection, "SELECT pg_advisory_lock_shared(?, ?) IS NOT NULL", id);
    unlock(connection, id);
  }

  /** Whether its lock is free now. */
  boolean isLockFree(Connection connection, long id) throws SQLException {
    boolean isFree = tryLock(connection, "SELECT pg_try_advisory_lock_shared(?, ?)", id);
    if (isFree) {
      unlock(connection, id);
    }
    return isFree;
  }

  private void unlock(Connection connection, long id) throws SQLException {
    boolean unused = tryLock(connection, "SELECT pg_advisory_unlock_shared(?, ?)", id);
  }

  /** Those that have not left, without this one, and how often each has taken its lock. */
  Map<Long, Long> epochsOfOthers(Connection connection, long id) throws SQLException {
    Map<Long, Long> epochs = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, epoch FROM member WHERE id <> ? AND left_at IS NULL")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          epochs.put(row.getLong(1), row.getLong(2));
        }
      }
    }
    return epochs;
  }

  /** Says that it is dead, unless it has taken its lock since or its server was restarted. */
  boolean bury(Connection connection, long id, long epoch, long storeTime) throws SQLException {
    return bury(connection, BURY, id, epoch, storeTime);
  }

  /** Says that it is dead, unless it was heard of since. */
  boolean burySilent(Connection connection, long id, long beat, long storeTime)
      throws SQLException {
    return bury(connection, BURY_SILENT, id, beat, storeTime);
  }

  private static boolean bury(
      Connection connection, String sql, long id, long asItWas, long storeTime)
      throws SQLException {
    try (PreparedStatement bury = connection.prepareStatement(sql)) {
      bury.setLong(1, storeTime);
      bury.setLong(2, id);
      bury.setLong(3, asItWas);
      return bury.executeUpdate() == 1;
    }
  }

  /** Those that have been gone for a week. */
  void forgetTheLongGone(Connection connection, long storeTime) throws SQLException {
    try (PreparedStatement members = connection.prepareStatement(FORGET);
        PreparedStatement workers = connection.prepareStatement(FORGET_WORKERS)) {
      members.setLong(1, storeTime);
      int unused = members.executeUpdate() + workers.executeUpdate();
    }
  }

  /** Who is there. */
  Present present(Connection connection, long storeTime) throws SQLException {
    List<Long> members = new ArrayList<>();
    Set<String> workers = new HashSet<>();
    Map<String, Departed> departed = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(PRESENT)) {
      select.setLong(1, storeTime);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long member = row.getLong(1);
          if (row.getBoolean(2) && (members.isEmpty() || members.getLast() != member)) {
            members.add(member);
          }
          String worker = row.getString(4);
          long since = row.getLong(5);
          if (worker != null && row.wasNull()) {
            workers.add(worker);
          } else if (worker != null) {
            departed.put(worker, new Departed(row.getString(3), Duration.ofNanos(since)));
          }
        }
      }
    }
    return new Present(members, workers, departed);
  }

  // ---- managers

  /** A manager of this process is there. */
  void add(Connection connection, String worker, long id) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADD_WORKER)) {
      insert.setString(1, worker);
      insert.setLong(2, id);
      int unused = insert.executeUpdate();
    }
  }

  /** It is not any more. */
  void remove(Connection connection, String worker, long storeTime) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REMOVE_WORKER)) {
      update.setLong(1, storeTime);
      update.setString(2, worker);
      int unused = update.executeUpdate();
    }
  }

  // ----

  private boolean tryLock(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, lockClass);
      select.setInt(2, (int) id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("a number was to be given out");
      }
      return row.getLong(1);
    }
  }

  private static void update(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, id);
      int unused = update.executeUpdate();
    }
  }
}
