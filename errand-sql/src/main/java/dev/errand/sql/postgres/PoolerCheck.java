package dev.errand.sql.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finds out whether a pooler stands before the server that gives each transaction another session.
 * Two connections that are open at once have two processes of the server; behind such a pooler they
 * share one, or one of them changes its own while the other is in a transaction.
 */
final class PoolerCheck {
  private static final int LOOKS = 3;

  private final Database database;

  PoolerCheck(Database database) {
    this.database = database;
  }

  boolean sharesSessions() throws SQLException {
    try (Connection one = database.connectBarely("opener");
        Connection other = database.connectBarely("opener")) {
      int first = processOf(one);
      other.setAutoCommit(false);
      for (int look = 0; look < LOOKS; look++) {
        boolean isShared = processOf(other) == first || processOf(one) != first;
        other.rollback();
        // Many give to the next one what was given back last.
        if (isShared || processOf(one) != first) {
          return true;
        }
      }
      return false;
    }
  }

  private static int processOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      if (!row.next()) {
        throw new SQLException("the server does not say which process it is");
      }
      return row.getInt(1);
    }
  }
}
