package dev.errand.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;

/** Schemas for stores that begin empty: what one test has left is removed for the next. */
final class EmptySchemas implements AutoCloseable {
  private static final String EMPTY =
      """
      DELETE FROM %1$s.run; DELETE FROM %1$s.outcome; DELETE FROM %1$s.progress; DELETE FROM %1$s.payload;
      DELETE FROM %1$s.route; DELETE FROM %1$s.policy; DELETE FROM %1$s.change WHERE version > 0;
      DELETE FROM %1$s.worker; DELETE FROM %1$s.member
      """;

  private final String url;
  private final Connection connection;
  private final Deque<String> free = new ArrayDeque<>();
  private final Deque<String> taken = new ArrayDeque<>();
  private int made;

  EmptySchemas(String url) {
    this.url = url;
    try {
      connection = DriverManager.getConnection(url);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  synchronized PostgresOptions take() {
    String schema = free.isEmpty() ? "s" + ++made : free.pop();
    taken.push(schema);
    return PostgresOptions.at(url).inSchema(schema);
  }

  /** Those that were taken; their stores are closed. */
  synchronized void giveBack() {
    try (Statement statement = connection.createStatement()) {
      while (!taken.isEmpty()) {
        String schema = taken.pop();
        statement.execute(EMPTY.formatted(schema));
        free.push(schema);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
