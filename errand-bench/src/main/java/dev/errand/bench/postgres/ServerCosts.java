package dev.errand.bench.postgres;

import dev.errand.test.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/** What a server has done up to now, by its own counts and by those of the kernel. */
final class ServerCosts {
  private static final String ASK =
      """
      SELECT xact_commit + xact_rollback, pg_current_wal_lsn() - '0/0'::pg_lsn
      FROM pg_stat_database
      WHERE datname = '%s'
      """;

  private final PostgresServer server;
  private final String database;

  ServerCosts(PostgresServer server, String database) {
    this.server = server;
    this.database = database;
  }

  /** Sums since the server was started. */
  record Sums(long transactions, long walBytes, double cpuSeconds) {}

  Sums sums() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url("postgres"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ASK.formatted(database))) {
      row.next();
      return new Sums(row.getLong(1), row.getLong(2), cpuSeconds());
    }
  }

  /** Of the processes that are there: sessions come and go seldom. */
  private double cpuSeconds() {
    ProcessHandle postmaster = ProcessHandle.of(server.postmasterPid()).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants())
            .map(it -> it.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e9;
  }
}
