package dev.errand.sql.rows;

import dev.errand.spi.Policy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The policies of runs, each kept once: a manager has one or two of them for all its runs. Each
 * connection has its own.
 */
public final class Policies {
  private final Connection connection;
  private final Map<Long, Policy> byId = new HashMap<>();
  private final Map<Policy, Long> ids = new HashMap<>();

  Policies(Connection connection) {
    this.connection = connection;
  }

  /** The number of a policy; a new one is written down. */
  long idOf(Policy policy) throws SQLException {
    Long known = ids.get(policy);
    if (known == null) {
      readAll();
      known = ids.get(policy);
    }
    return known == null ? insert(policy) : known;
  }

  private long insert(Policy policy) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(Sql.INSERT_POLICY)) {
      Bind unused =
          new StatementBind(insert)
              .flag(policy.parks())
              .text(policy.retention().toString())
              .number(policy.maxAttempts())
              .text(policy.deliveryTtl().toString())
              .number(policy.maxReruns())
              .flag(policy.adopted());
      // Not kept here before it is read again: its transaction may still fail.
      try (ResultSet row = insert.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the new policy has no number");
        }
        return row.getLong(1);
      }
    }
  }

  /** The policy of this number. */
  Policy policy(long id) throws SQLException {
    Policy known = byId.get(id);
    if (known == null) {
      readAll();
      known = byId.get(id);
    }
    if (known == null) {
      throw new SQLException("there is no policy " + id);
    }
    return known;
  }

  private void readAll() throws SQLException {
    forget();
    try (PreparedStatement select = connection.prepareStatement(Sql.SELECT_POLICIES);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Columns columns = new Columns(rows, TextCodec.PLAIN);
        long id = columns.number();
        Policy policy = policy(columns);
        byId.put(id, policy);
        ids.put(policy, id);
      }
    }
  }

  private static Policy policy(Columns columns) throws SQLException {
    return new Policy(
        columns.flag(),
        columns.span(),
        columns.count(),
        columns.span(),
        columns.count(),
        columns.flag());
  }

  /** What was read may have been taken back. */
  public void forget() {
    byId.clear();
    ids.clear();
  }
}
