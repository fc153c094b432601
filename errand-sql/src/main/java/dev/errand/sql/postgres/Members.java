package dev.errand.sql.postgres;

import dev.errand.sql.PostgresOptions;
import dev.errand.sql.rows.Bind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SQL about who has the store open: processes (members), and the managers in them (workers).
 */
final class Members {

  /**
   * A worker that is not there any more.
   *
   * @param host where it was
   * @param leftAt since when
   */
  record Departed(String host, Instant leftAt) {}

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
   * @param buried how many others were found dead with it
   * @param version the latest commit
   */
  record Beat(boolean isAlive, int buried, long version) {}

  private static final String NOW =
      "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000";

  private static final String JOIN =
      """
      INSERT INTO member (host, server, epoch, beat, lease)
      VALUES (?, pg_postmaster_start_time(), 0, %s, ?)
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
        UPDATE member SET beat = %1$s WHERE id = ? AND left_at IS NULL RETURNING id
      ), dead AS (
        UPDATE member SET left_at = %1$s
        WHERE ? AND id <> ? AND left_at IS NULL AND beat + lease < %1$s
        RETURNING id
      )
      SELECT
        (SELECT count(*) FROM me),
        (SELECT count(*) FROM dead),
        (SELECT max(version) FROM change)
      """
          .formatted(NOW);

  /** Only as it was when it was suspected, and only if its server has been up since. */
  private static final String BURY =
      """
      UPDATE member SET left_at = %s
      WHERE id = ? AND epoch = ? AND left_at IS NULL AND server = pg_postmaster_start_time()
      """
          .formatted(NOW);

  private static final String LEAVE = "UPDATE member SET left_at = %s WHERE id = ?".formatted(NOW);

  private static final String FORGET =
      "DELETE FROM member WHERE left_at < %s - 604800000000000".formatted(NOW);

  private static final String FORGET_WORKERS =
      "DELETE FROM worker w WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.id = w.member)";

  private static final String PRESENT =
      """
      SELECT m.id, m.left_at IS NULL, m.host, w.id, coalesce(w.left_at, m.left_at)
      FROM member m
      LEFT JOIN worker w ON w.member = m.id
      ORDER BY m.id
      """;

  private static final String ADD_WORKER =
      "INSERT INTO worker (id, member) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET member ="
          + " excluded.member, left_at = NULL";

  private static final String REMOVE_WORKER =
      "UPDATE worker SET left_at = %s WHERE id = ?".formatted(NOW);

  private final int lockClass;
  private final PostgresOptions options;

  Members(PostgresOptions options) {
    this.options = options;
    this.lockClass = (int) ChangeLog.key(options.schema(), "member");
  }

  // ---- this process

  /** A number that no process had before. */
  long join(Connection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(JOIN)) {
      insert.setString(1, options.host());
      insert.setLong(2, options.lease().toNanos());
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

  /**
   * Says that this process is alive.
   *
   * @param judges whether it also buries those that were not heard of for their lease
   */
  Beat beat(Connection connection, long id, boolean judges) throws SQLException {
    try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
      beat.setLong(1, id);
      beat.setBoolean(2, judges);
      beat.setLong(3, id);
      try (ResultSet row = beat.executeQuery()) {
        boolean unused = row.next();
        return new Beat(row.getInt(1) == 1, row.getInt(2), row.getLong(3));
      }
    }
  }

  /** It is alive although it had been taken for dead. */
  void rise(Connection connection, long id) throws SQLException {
    update(connection, RISE, id);
  }

  /** It goes. */
  void leave(Connection connection, long id) throws SQLException {
    update(connection, LEAVE, id);
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
  boolean bury(Connection connection, long id, long epoch) throws SQLException {
    try (PreparedStatement bury = connection.prepareStatement(BURY)) {
      bury.setLong(1, id);
      bury.setLong(2, epoch);
      return bury.executeUpdate() == 1;
    }
  }

  /** Those that have been gone for a week. */
  void forgetTheLongGone(Connection connection) throws SQLException {
    try (PreparedStatement members = connection.prepareStatement(FORGET);
        PreparedStatement workers = connection.prepareStatement(FORGET_WORKERS)) {
      int unused = members.executeUpdate() + workers.executeUpdate();
    }
  }

  /** Who is there. */
  Present present(Connection connection) throws SQLException {
    List<Long> members = new ArrayList<>();
    Set<String> workers = new HashSet<>();
    Map<String, Departed> departed = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(PRESENT);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long member = row.getLong(1);
        if (row.getBoolean(2) && (members.isEmpty() || members.getLast() != member)) {
          members.add(member);
        }
        String worker = row.getString(4);
        long left = row.getLong(5);
        if (worker != null && row.wasNull()) {
          workers.add(worker);
        } else if (worker != null) {
          departed.put(worker, new Departed(row.getString(3), Bind.moment(left)));
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
  void remove(Connection connection, String worker) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REMOVE_WORKER)) {
      update.setString(1, worker);
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
