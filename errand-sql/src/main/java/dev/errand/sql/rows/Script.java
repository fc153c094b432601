package dev.errand.sql.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that a server is told all at once, to be run one after the other until one fails:
 * where it is far away, what counts is how often it is asked. For one use.
 */
public final class Script {

  private interface Parameter {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  private final Connection connection;
  private final Statements statements;
  private final StringBuilder sql = new StringBuilder();
  private final List<Parameter> parameters = new ArrayList<>();

  Script(Connection connection, Statements statements) {
    this.connection = connection;
    this.statements = statements;
  }

  /** And then this statement; its parameters are to follow. */
  public Script then(String statement) {
    if (!sql.isEmpty()) {
      sql.append("; ");
    }
    sql.append(statement);
    return this;
  }

  /** The next parameter. */
  public Script number(long value) {
    parameters.add((statement, index) -> statement.setLong(index, value));
    return this;
  }

  /** The next parameter. */
  public Script text(String value) {
    parameters.add((statement, index) -> statement.setString(index, value));
    return this;
  }

  /**
   * The next parameter.
   *
   * @param type of its elements, as the database calls it
   * @param values typed as well ({@code Long[]}), or they would be sent in digits
   */
  public Script array(String type, @Nullable Object[] values) {
    parameters.add(
        (statement, index) -> statement.setArray(index, connection.createArrayOf(type, values)));
    return this;
  }

  /** Runs them; if one fails, the rest is not run. */
  public void run() throws SQLException {
    PreparedStatement all = statements.of(sql.toString());
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).set(all, i + 1);
    }
    boolean unused = all.execute();
  }
}
