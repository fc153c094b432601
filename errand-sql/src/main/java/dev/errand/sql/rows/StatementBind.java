package dev.errand.sql.rows;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Binds the parameters of a statement that runs at once. */
final class StatementBind extends Bind {
  private final PreparedStatement statement;
  private int index;

  StatementBind(PreparedStatement statement) {
    this.statement = statement;
  }

  @Override
  public Bind text(@Nullable String value) throws SQLException {
    statement.setString(++index, value);
    return this;
  }

  @Override
  public Bind number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  @Override
  public Bind number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.BIGINT);
      return this;
    }
    return number(value.longValue());
  }

  @Override
  public int run() throws SQLException {
    return statement.executeUpdate();
  }
}
