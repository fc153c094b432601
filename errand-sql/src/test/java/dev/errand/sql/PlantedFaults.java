package dev.errand.sql;

import dev.errand.StoreException;
import dev.errand.spi.JobStore;
import dev.errand.spi.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes SQLite itself fail: triggers in the file, put there over a connection of its own, roll back
 * what the store is writing while a fault is armed.
 */
final class PlantedFaults implements AutoCloseable {
  private static final String[] PLACES = {
    "INSERT ON run", "UPDATE ON run", "DELETE ON run", "INSERT ON outcome", "UPDATE ON counter"
  };

  private final Connection connection;
  private int failed;

  /** Plants triggers in the file of a store. */
  static PlantedFaults in(Path file) {
    try {
      return new PlantedFaults(file);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private PlantedFaults(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    run("PRAGMA synchronous = OFF");
    run("PRAGMA busy_timeout = 5000");
    run("CREATE TABLE fault (place TEXT NOT NULL)");
    for (String place : PLACES) {
      run(
          "CREATE TRIGGER \"fault at %1$s\" BEFORE %1$s WHEN EXISTS (SELECT 1 FROM fault WHERE place = '%1$s') BEGIN SELECT RAISE(ROLLBACK, 'planted at %1$s'); END"
              .formatted(place));
    }
  }

  /** How many steps have failed. */
  int failed() {
    return failed;
  }

  /** The store, of whose steps every third is tried first while a fault is armed somewhere. */
  JobStore around(JobStore store, Random random) {
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              try {
                if (method.getName().equals("submit") && random.nextInt(3) == 0) {
                  return tryWithFault(
                      store, (Step<?>) arguments[0], PLACES[random.nextInt(PLACES.length)]);
                }
                return method.invoke(store, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private CompletableFuture<?> tryWithFault(JobStore store, Step<?> step, String place)
      throws SQLException {
    run("INSERT INTO fault VALUES ('" + place + "')");
    CompletableFuture<?> first = store.submit(step);
    try {
      first.join();
      return first;
    } catch (CompletionException failure) {
      if (!(failure.getCause() instanceof StoreException)) {
        throw failure;
      }
      failed++;
    } finally {
      run("DELETE FROM fault");
    }
    return store.submit(step);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
