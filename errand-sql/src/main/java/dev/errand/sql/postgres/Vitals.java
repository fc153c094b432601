package dev.errand.sql.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What makes a database with a queue in it slow, and nobody looks for: a transaction that stays
 * open, since nothing that was deleted can be removed meanwhile, and what has piled up.
 *
 * @param oldestSnapshot for how long one has been open by now, of those that this role may see
 * @param deadRows rows of the store that were deleted or replaced and are still there, as the
 *     server estimates
 * @param liveRows rows of the store, likewise
 */
record Vitals(Duration oldestSnapshot, long deadRows, long liveRows) {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Fewer slow nothing down. */
  private static final long MANY = 50_000;

  private static final String SELECT =
      """
      SELECT
        (SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)
         FROM pg_stat_activity
         WHERE datname = current_database() AND backend_xmin IS NOT NULL
           AND pid <> pg_backend_pid()),
        coalesce(sum(n_dead_tup), 0),
        coalesce(sum(n_live_tup), 0)
      FROM pg_stat_user_tables
      WHERE schemaname = ?
      """;

  /** As they are now. */
  static Vitals of(Connection connection, String schema) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        boolean unused = row.next();
        Duration oldest = Duration.ofMillis(Math.max(0, Math.round(row.getDouble(1) * 1_000)));
        return new Vitals(oldest, row.getLong(2), row.getLong(3));
      }
    }
  }

  /** What is to be thought of them, and done; empty if nothing. */
  String warning() {
    if (oldestSnapshot.compareTo(LONG) > 0) {
      return "a transaction has been open in the database for %d s: nothing that is deleted can be removed meanwhile, and all gets slower. See \"Vacuum and old snapshots\" in docs/operating-postgresql.md"
          .formatted(oldestSnapshot.toSeconds());
    }
    if (deadRows > MANY && deadRows > liveRows) {
      return "%,d deleted rows are still there, beside %,d: autovacuum does not keep up. See \"Vacuum and old snapshots\" in docs/operating-postgresql.md"
          .formatted(deadRows, liveRows);
    }
    return "";
  }
}
