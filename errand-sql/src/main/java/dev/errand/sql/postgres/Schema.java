package dev.errand.sql.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the schema of a database up to what this program knows: numbered scripts, all of them in
 * one transaction, one process at a time. A newer schema says how old a program may be that works
 * with it, so that a fleet can be upgraded machine by machine (contract K5).
 */
final class Schema {
  private static final List<String> SCRIPTS =
      List.of(
          "V1__runs_and_deliveries.sql",
          "V2__store_time.sql",
          "V3__output.sql",
          "V4__output_goes_later.sql");

  /** The oldest program that works with what the newest script makes, by the schema it knows. */
  private static final int WORKS_WITH = 1;

  private static final int OLDEST_SERVER = 14;
  private static final int PER_MAJOR = 10_000;

  private static final String HAS_SCHEMA =
      "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?)";

  /**
   * Not to_regclass, which remembers that it has found nothing: whoever has waited for the lock
   * would not see what the one before has made.
   */
  private static final String HAS_VERSION =
      """
      SELECT EXISTS (
        SELECT 1
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = 'schema_version')
      """;

  private final Connection connection;
  private final String name;
  private final PostgresFailures failures;

  Schema(Connection connection, String name, PostgresFailures failures) {
    this.connection = connection;
    this.name = name;
    this.failures = failures;
  }

  /**
   * Looks, and changes nothing.
   *
   * @return the number of the schema; 0 if there is none
   */
  int check() throws SQLException {
    checkServer();
    boolean unused = isUpToDate();
    return version();
  }

  private void checkServer() throws SQLException {
    int server = number("SHOW server_version_num");
    if (server < OLDEST_SERVER * PER_MAJOR) {
      throw failures.unsuitable(
          " is PostgreSQL %d; it must be %d or newer".formatted(server / PER_MAJOR, OLDEST_SERVER));
    }
  }

  /** Looks, and changes nothing if nothing is to be done. */
  void bringUpToDate() throws SQLException {
    checkServer();
    if (isUpToDate()) {
      return;
    }
    lock("SELECT pg_advisory_lock(?)");
    if (!isUpToDate()) { // another process may have been first
      applyAll();
    }
    lock("SELECT pg_advisory_unlock(?)"); // after a failure, the connection is closed
  }

  /**
   * In a transaction that begins with the lock. One that has waited for it would not see the tables
   * that it was made to wait for: the server looks names up as they were when it began.
   */
  private void applyAll() throws SQLException {
    connection.setAutoCommit(false);
    try {
      apply();
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void lock(String sql) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(sql)) {
      lock.setLong(1, ChangeLog.key(name, "schema"));
      boolean unused = lock.execute();
    }
  }

  private boolean isUpToDate() throws SQLException {
    int known = SCRIPTS.size();
    int version = version();
    if (version > known && oldestProgram() > known) {
      throw failures.unsuitable(
          " has schema %d, made by a newer version of this program; this one knows %d. Use the newer program"
              .formatted(version, known));
    }
    return version >= known;
  }

  /** 0 if there is none. */
  private int version() throws SQLException {
    if (!has(HAS_VERSION)) {
      return 0;
    }
    return number("SELECT coalesce(max(version), 0) FROM " + name + ".schema_version");
  }

  private boolean has(String question) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(question)) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private int oldestProgram() throws SQLException {
    return number(
        "SELECT works_with FROM " + name + ".schema_version ORDER BY version DESC LIMIT 1");
  }

  private void apply() throws SQLException {
    int version = version();
    try (Statement statement = connection.createStatement()) {
      if (version == 0) {
        if (!has(HAS_SCHEMA)) { // IF NOT EXISTS would want the right to make one all the same
          boolean unused = statement.execute("CREATE SCHEMA " + name);
        }
        boolean unused =
            statement.execute(
                "CREATE TABLE "
                    + name
                    + ".schema_version (version int PRIMARY KEY, works_with int NOT NULL,"
                    + " at timestamptz NOT NULL DEFAULT clock_timestamp())");
      }
      boolean unused = statement.execute("SET LOCAL search_path TO " + name);
      for (int next = version; next < SCRIPTS.size(); next++) {
        unused = statement.execute(read(SCRIPTS.get(next)));
        unused =
            statement.execute(
                "INSERT INTO schema_version (version, works_with) VALUES (%d, %d)"
                    .formatted(next + 1, WORKS_WITH));
      }
    }
  }

  private int number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("nothing answers " + sql);
      }
      return row.getInt(1);
    }
  }

  private static String read(String script) {
    try (InputStream in = Schema.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("script " + script + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException why) {
      throw new IllegalStateException("script " + script + " cannot be read", why);
    }
  }
}
