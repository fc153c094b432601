package dev.errand.sql.postgres;

import dev.errand.internal.table.Engine.Counters;
import dev.errand.internal.table.Saved;
import dev.errand.sql.rows.Queries;
import dev.errand.sql.rows.Script;
import dev.errand.sql.rows.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** A commit: what it has changed beside runs that are there. */
  record Line(List<Long> gone, List<String> goneIds, List<String> routes) {}

  /**
   * What others have committed.
   *
   * @param head the last of it
   * @param isWhole whether nothing is missing since what was known
   * @param lines the commits, in order
   * @param runs as they stand by now, those that they have changed
   */
  record News(Head head, boolean isWhole, List<Line> lines, List<Saved> runs) {
    /** Nothing is known of what led there. */
    static News only(Head head) {
      return new News(head, false, List.of(), List.of());
    }
  }

  /**
   * The moment in which it is our turn to commit.
   *
   * @param news what the others have committed
   * @param isBuried whether this process has no place among the living: it was taken for dead and
   *     has not been heard of since, or it has left
   */
  record Turn(News news, boolean isBuried) {}

  private static final String HEAD =
      """
      version, next_id, next_sequence, ends, last_lease, last_route, at,
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000\
      """;

  private static final String SELECT_HEAD =
      "SELECT " + HEAD + " FROM change ORDER BY version DESC LIMIT 1";

  /** The commit that is known, and those after it: the last one is the head. */
  private static final String SELECT_LINES =
      "SELECT " + HEAD + ", gone, gone_ids, routes FROM change WHERE version >= ? ORDER BY version";

  private static final String SELECT_NEWS = SELECT_LINES + "; " + Sql.POSTGRES.changedSince();

  /** A statement of its own: the next one must see what was committed while this one waited. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(?); ";

  private static final String IS_BURIED =
      "SELECT NOT EXISTS (SELECT 1 FROM member WHERE id = ? AND left_at IS NULL); ";

  private static final String APPEND =
      """
      INSERT INTO change (
        version, member, runs, gone, gone_ids, routes,
        next_id, next_sequence, ends, last_lease, last_route, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TELL = "SELECT pg_notify(?, ?)";

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

  /** Waits until it is this process's turn to commit, which ends with the transaction. */
  Turn lock(Connection connection, long member) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LOCK + IS_BURIED + SELECT_HEAD)) {
      select.setLong(1, lock);
      select.setLong(2, member);
      boolean unused = select.execute();
      boolean isBuried = isTrue(select);
      try (ResultSet row = next(select)) {
        return new Turn(News.only(head(row)), isBuried);
      }
    }
  }

  /** Likewise, and what was committed since this commit. */
  Turn lockAndRead(Connection connection, Queries queries, long member, long seen)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LOCK + IS_BURIED + SELECT_NEWS)) {
      select.setLong(1, lock);
      select.setLong(2, member);
      select.setLong(3, seen);
      select.setLong(4, seen);
      boolean unused = select.execute();
      boolean isBuried = isTrue(select);
      return new Turn(news(connection, queries, seen, next(select), select), isBuried);
    }
  }

  /** What was committed since this commit, as far as it is to be seen at this moment. */
  News read(Connection connection, Queries queries, long seen) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT_NEWS)) {
      select.setLong(1, seen);
      select.setLong(2, seen);
      boolean unused = select.execute();
      return news(connection, queries, seen, select.getResultSet(), select);
    }
  }

  private static boolean isTrue(PreparedStatement select) throws SQLException {
    try (ResultSet row = next(select)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static ResultSet next(PreparedStatement select) throws SQLException {
    if (!select.getMoreResults()) {
      throw new SQLException("the server has not answered all that it was asked");
    }
    return select.getResultSet();
  }

  private News news(
      Connection connection, Queries queries, long seen, ResultSet first, PreparedStatement select)
      throws SQLException {
    Head head = null;
    List<Line> lines = new ArrayList<>();
    boolean isWhole = false;
    try (ResultSet row = first) {
      while (row.next()) {
        head = headOf(row);
        isWhole |= head.version == seen;
        if (head.version > seen) {
          lines.add(line(row));
        }
      }
    }
    List<Saved> runs;
    try (ResultSet row = next(select)) {
      runs = queries.list(row);
    }
    // None: the primary is another one, and does not have what we have seen.
    return new News(head == null ? head(connection) : head, isWhole, lines, runs);
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
    return headOf(row);
  }

  private static Head headOf(ResultSet row) throws SQLException {
    return new Head(
        row.getLong(1),
        new Counters(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        List.of((Long[]) row.getArray(9).getArray()),
        List.of((String[]) row.getArray(10).getArray()),
        List.of((String[]) row.getArray(11).getArray()));
  }

  /**
   * Adds a commit.
   *
   * @param script what it writes
   * @param written what that is
   * @param tells whether somebody listens
   */
  void append(Script script, Head head, long member, PostgresArchive written, boolean tells) {
    Map<Long, String> gone = written.gone();
    Script unused =
        script
            .then(APPEND)
            .number(head.version)
            .number(member)
            .array("bigint", written.changed().toArray(Long[]::new))
            .array("bigint", gone.keySet().toArray(Long[]::new))
            .array(
                "text",
                gone.values().stream().map(PostgresText.INSTANCE::encode).toArray(String[]::new))
            .array(
                "text",
                written.routes().keySet().stream().map(Audiences::of).toArray(String[]::new))
            .number(head.counters.nextId())
            .number(head.counters.nextSequence())
            .number(head.counters.ends())
            .number(head.counters.lastLease())
            .number(head.lastRoute)
            .number(head.at);
    if (tells) {
      unused = script.then(TELL).text(channel).text(Long.toString(head.version));
    }
    if (head.version % BETWEEN_PRUNINGS == 0) {
      unused = script.then(PRUNE).number(head.version - KEPT);
    }
  }
}
