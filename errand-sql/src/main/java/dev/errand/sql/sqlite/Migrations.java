package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the schema of a file up to what this program knows: numbered scripts, each in one
 * transaction together with the number of the schema ({@code user_version}).
 */
final class Migrations {
  private static final List<String> SCRIPTS = List.of("V1__runs_and_deliveries.sql");

  private final Connection connection;
  private final Path file;

  Migrations(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  void run() throws SQLException {
    int version = version();
    if (version > SCRIPTS.size()) {
      throw new StoreException(
          "store %s has schema %d, written by a newer version of this program, which knows %d. It was not touched: use the newer program"
              .formatted(file, version, SCRIPTS.size()),
          false,
          null);
    }
    for (int next = version; next < SCRIPTS.size(); next++) {
      apply(SCRIPTS.get(next), next + 1);
    }
  }

  private int version() throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private void apply(String script, int version) throws SQLException {
    String sql = read(script);
    try (Statement statement = connection.createStatement()) {
      int unused = statement.executeUpdate(SqliteSql.BEGIN);
      try {
        unused = statement.executeUpdate(sql);
        unused = statement.executeUpdate("PRAGMA application_id = " + FileHeader.APPLICATION_ID);
        unused = statement.executeUpdate("PRAGMA user_version = " + version);
        unused = statement.executeUpdate(SqliteSql.COMMIT);
      } catch (SQLException why) {
        rollBack(statement, why);
        throw why;
      }
    }
  }

  private static void rollBack(Statement statement, SQLException why) {
    try {
      int unused = statement.executeUpdate(SqliteSql.ROLLBACK);
    } catch (SQLException over) {
      why.addSuppressed(over); // SQLite has rolled back by itself
    }
  }

  private static String read(String script) {
    try (InputStream in = Migrations.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("script " + script + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException why) {
      throw new IllegalStateException("script " + script + " cannot be read", why);
    }
  }
}
