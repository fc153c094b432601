package dev.errand.bench.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Asks the database how far somebody is who does not say so. */
final class Query {
  private static final long POLL_NANOS = 2_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Returns when the one number that this asks for is zero. To be called when it is almost: asking
   * costs those who work.
   */
  static void awaitZero(DataSource source, String sql) throws SQLException {
    long begin = System.nanoTime();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      while (ask(statement, sql) != 0) {
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw new IllegalStateException("not within " + PATIENCE.toSeconds() + " s: " + sql);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static long ask(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private Query() {}
}
