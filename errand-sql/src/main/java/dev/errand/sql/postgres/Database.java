package dev.errand.sql.postgres;

import dev.errand.sql.PostgresOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** Where connections come from, and what they agree on with the server. */
final class Database {
  private static final int SECONDS_TO_CONNECT = 5;

  /** A server that is silent for so long is taken for gone: the next connection tells. */
  private static final int SECONDS_TO_ANSWER = 15;

  /**
   * A process that is stopped in the middle of a commit stops everybody; after this the server
   * gives its lock to the next one. Also more than a pause of a collector.
   */
  private static final String LIMITS =
      "SET idle_in_transaction_session_timeout = '2s';"
          + " SET lock_timeout = '10s';"
          + " SET statement_timeout = '12s'";

  private final PostgresOptions options;
  private final String limits;

  Database(PostgresOptions options) {
    this(options, LIMITS);
  }

  private Database(PostgresOptions options, String limits) {
    this.options = options;
    this.limits = limits;
  }

  /**
   * The same for what is only a copy: its commits do not wait for the disk, nor for replicas, and
   * nobody's commit waits for them.
   */
  Database forCopies() {
    return new Database(options, limits + "; SET synchronous_commit = off");
  }

  PostgresOptions options() {
    return options;
  }

  /** A connection for statements that are over soon. */
  Connection connect(String purpose) throws SQLException {
    return connect(purpose, SECONDS_TO_ANSWER);
  }

  /** Likewise, over when the server is silent for so long. */
  Connection connect(String purpose, int secondsToAnswer) throws SQLException {
    Connection connection = source(purpose, secondsToAnswer).getConnection();
    return agreed(connection, path() + ';' + limits);
  }

  /** A connection that waits for the server, for as long as it takes. */
  Connection connectToWait(String purpose) throws SQLException {
    return agreed(source(purpose, 0).getConnection(), path());
  }

  /**
   * A connection that agrees on nothing with the server, not even on names of statements: they
   * would be left to whoever has the session next.
   */
  Connection connectBarely(String purpose) throws SQLException {
    PGSimpleDataSource source = source(purpose, SECONDS_TO_ANSWER);
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return source.getConnection();
  }

  /** Said when it is there: as a parameter of the start, poolers would refuse it. */
  private String path() {
    return "SET search_path = " + options.schema();
  }

  private static Connection agreed(Connection connection, String session) throws SQLException {
    boolean done = false;
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(session);
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private PGSimpleDataSource source(String purpose, int secondsToAnswer) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(options.url());
    options.user().ifPresent(source::setUser);
    options.password().ifPresent(source::setPassword);
    source.setApplicationName("errand " + purpose);
    source.setConnectTimeout(SECONDS_TO_CONNECT);
    source.setLoginTimeout(SECONDS_TO_CONNECT);
    source.setSocketTimeout(secondsToAnswer);
    source.setTcpKeepAlive(true);
    return source;
  }
}
