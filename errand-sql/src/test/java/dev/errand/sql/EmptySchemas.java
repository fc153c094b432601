package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
      DELETE FROM %1$s.worker; DELETE FROM %1$s.member; DELETE FROM %1$s.output; DELETE FROM %1$s.forgotten_output
      """;

  private final String url;
  private final Connection connection;
  private final Deque<String> free = new ArrayDeque<>();
  private int made;

  EmptySchemas(String url) {
    this.url = url;
    try {
      connection = DriverManager.getConnection(url);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A store in an empty schema; whoever closes it gives the schema back. */
  JobStore open(TimeAndThreads time) {
    String schema = take();
    JobStore store = SqlJobStore.postgres(PostgresOptions.at(url).inSchema(schema), time);
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              } finally {
                if (method.getName().equals("close")) {
                  giveBack(schema);
                }
              }
            });
  }

  private synchronized String take() {
    return free.isEmpty() ? "s" + ++made : free.pop();
  }

  private synchronized void giveBack(String schema) {
    if (free.contains(schema)) {
      return; // it was closed before
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(EMPTY.formatted(schema));
      free.push(schema);
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
