package dev.errand.bench.postgres;

import dev.errand.AsyncJobManager;
import dev.errand.test.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Three workers without work: what they ask the server, by its own count of transactions. */
final class IdleFleet {
  private static final int WORKERS = 3;
  private static final int SECONDS = 30;
  private static final int SETTLING_SECONDS = 5;

  private IdleFleet() {}

  static String measure(PostgresServer server) throws Exception {
    String name = server.createDatabaseNamed();
    List<AsyncJobManager> managers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      managers.add(ErrandJobs.manager(server.url(name), 4));
    }
    Thread.sleep(SETTLING_SECONDS * 1_000L);
    long before = transactions(server, name);
    Thread.sleep(SECONDS * 1_000L);
    long asked = transactions(server, name) - before;
    managers.forEach(AsyncJobManager::close);
    return String.format(
        Locale.ROOT,
        "%d idle workers: %d transactions in %d s: %.2f a second and worker",
        WORKERS,
        asked,
        SECONDS,
        asked / (double) SECONDS / WORKERS);
  }

  private static long transactions(PostgresServer server, String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url("postgres"));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '"
                    + name
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
