package dev.errand.sql.postgres;

import dev.errand.internal.table.Engine.Counters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one order of all commits of a store: who commits has the lock, reads what it has missed, and
 * adds a line. Lines are read by their version only.
 */
final class ChangeLog {

  /**
   * How far the store has come.
   *
   * @param version of the latest commit
   * @param counters how far it has counted
   * @param lastRoute the token given out last
   * @param at when that was, in nanoseconds
   * @param now the clock of the server, in nanoseconds
   */
  record Head(long version, Counters counters, long lastRoute, long at, long now) {}

  /** A commit: what it has changed. */
  record Line(
      long version, List<Long> runs, List<Long> gone, List<String> goneIds, List<String> routes) {}

  private static final String SELECT_HEAD =
      """
      SELECT version, next_id, next_sequence, ends, last_lease, last_route, at,
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000
      FROM change
      ORDER BY version DESC
      LIMIT 1
      """;

  /** Two statements: the second one must see what was committed while the first one waited. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(?); " + SELECT_HEAD;

  private static final String SELECT_LINES =
      """
      SELECT version, runs, gone, gone_ids, routes
      FROM change
      WHERE version > ?
      ORDER BY version
      """;

  private static final String APPEND =
      """
      INSERT INTO change (
        version, member, runs, gone, gone_ids, routes,
        next_id, next_sequence, ends, last_lease, last_route, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String APPEND_AND_TELL = APPEND + "; SELECT pg_notify(?, ?)";

  /** Whoever is further behind reads everything anew. */
  private static final long KEPT = 20_000;

  private static final long BETWEEN_PRUNINGS = 1_000;

  private static final String PRUNE = "DELETE FROM change WHERE version < ?";

  private final long lock;
  private final String channel;

  ChangeLog(String schema) {
    this.lock = key(schema, "commit");
    this.channel = "errand_" + schema;
  }

  /** The channel on which commits are told. */
  String channel() {
    return channel;
  }

  /** A number that stands for something of this schema, among the locks of a database. */
  static long key(String schema, String what) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("errand/" + schema + "/" + what).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has SHA-256", impossible);
    }
  }

  /** Waits until it is our turn to commit, which ends with the transaction. */
  Head lock(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LOCK)) {
      select.setLong(1, lock);
      boolean unused = select.execute();
      boolean isThere = select.getMoreResults();
      if (!isThere) {
        throw new SQLException("the lock was not answered");
      }
      try (ResultSet row = select.getResultSet()) {
        return head(row);
      }
    }
  }

  /** How far the others have come. */
  Head head(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_HEAD);
        ResultSet row = select.executeQuery()) {
      return head(row);
    }
  }

  private static Head head(ResultSet row) throws SQLException {
    if (!row.next()) {
      throw new SQLException("table change is empty: it was not to be touched");
    }
    return new Head(
        row.getLong(1),
        new Counters(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  /** What was committed after this one. */
  List<Line> since(Connection connection, long version) throws SQLException {
    List<Line> lines = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT_LINES)) {
      select.setLong(1, version);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lines.add(
              new Line(
                  row.getLong(1),
                  List.of((Long[]) row.getArray(2).getArray()),
                  List.of((Long[]) row.getArray(3).getArray()),
                  List.of((String[]) row.getArray(4).getArray()),
                  List.of((String[]) row.getArray(5).getArray())));
        }
      }
    }
    return lines;
  }

  /**
   * Adds a commit.
   *
   * @param written what it has written
   * @param tells whether somebody listens
   */
  void append(Connection connection, Head head, long member, PostgresArchive written, boolean tells)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(tells ? APPEND_AND_TELL : APPEND)) {
      Map<Long, String> gone = written.gone();
      insert.setLong(1, head.version);
      insert.setLong(2, member);
      insert.setArray(3, numbers(connection, written.changed()));
      insert.setArray(4, numbers(connection, gone.keySet()));
      insert.setArray(
          5,
          connection.createArrayOf(
              "text", gone.values().stream().map(PostgresText.INSTANCE::encode).toArray()));
      insert.setArray(
          6,
          connection.createArrayOf(
              "text", written.routes().keySet().stream().map(Audiences::of).toArray()));
      insert.setLong(7, head.counters.nextId());
      insert.setLong(8, head.counters.nextSequence());
      insert.setLong(9, head.counters.ends());
      insert.setLong(10, head.counters.lastLease());
      insert.setLong(11, head.lastRoute);
      insert.setLong(12, head.at);
      if (tells) {
        insert.setString(13, channel);
        insert.setString(14, Long.toString(head.version));
      }
      boolean unused = insert.execute();
    }
    if (head.version % BETWEEN_PRUNINGS == 0) {
      prune(connection, head.version - KEPT);
    }
  }

  private static void prune(Connection connection, long before) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
      delete.setLong(1, before);
      int unused = delete.executeUpdate();
    }
  }

  static Array numbers(Connection connection, Iterable<Long> numbers) throws SQLException {
    List<Long> list = new ArrayList<>();
    numbers.forEach(list::add);
    return connection.createArrayOf("bigint", list.toArray(Long[]::new));
  }
}
