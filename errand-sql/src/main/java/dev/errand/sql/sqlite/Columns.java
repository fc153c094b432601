package dev.errand.sql.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a row, one after the other. */
final class Columns {
  private final ResultSet row;
  private int index;

  Columns(ResultSet row) {
    this.row = row;
  }

  Columns skip(int columns) {
    index += columns;
    return this;
  }

  String text() throws SQLException {
    String value = row.getString(++index);
    if (value == null) {
      throw new SQLException("column " + index + " must not be NULL");
    }
    return value;
  }

  @Nullable String textOrNull() throws SQLException {
    return row.getString(++index);
  }

  Optional<String> optionalText() throws SQLException {
    return Optional.ofNullable(textOrNull());
  }

  long number() throws SQLException {
    return row.getLong(++index);
  }

  int count() throws SQLException {
    return row.getInt(++index);
  }

  @Nullable Long numberOrNull() throws SQLException {
    long value = number();
    return row.wasNull() ? null : (Long) value;
  }

  boolean flag() throws SQLException {
    return number() != 0;
  }

  Instant moment() throws SQLException {
    return Bind.moment(number());
  }

  @Nullable Instant momentOrNull() throws SQLException {
    Long nanos = numberOrNull();
    return nanos == null ? null : Bind.moment(nanos);
  }

  Duration span() throws SQLException {
    return Duration.parse(text());
  }

  Optional<Duration> optionalSpan() throws SQLException {
    return optionalText().map(Duration::parse);
  }
}
