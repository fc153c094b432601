package dev.errand.sql.sqlite;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The prepared statements of one connection, by their texts; each is prepared once. */
final class Statements {
  private static final Logger LOG = System.getLogger("dev.errand");

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  PreparedStatement of(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  Bind bind(String sql) throws SQLException {
    return new Bind(of(sql));
  }

  /** Runs a statement that has no parameters. */
  void run(String sql) throws SQLException {
    int unused = of(sql).executeUpdate();
  }

  /**
   * Prepares all of them anew: the driver leaves one that has failed in a state that nobody can
   * use.
   */
  void renew() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException failed) {
        LOG.log(Level.DEBUG, "A statement has failed and is closed", failed);
      }
    }
    prepared.clear();
  }
}
