package dev.errand.sql.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a row, one after the other. */
public final class Columns {
  private final ResultSet row;
  private final TextCodec codec;
  private int index;

  /** The columns of the row at which the cursor stands. */
  public Columns(ResultSet row, TextCodec codec) {
    this.row = row;
    this.codec = codec;
  }

  Columns skip(int columns) {
    index += columns;
    return this;
  }

  /** The next one, which must be there. */
  public String text() throws SQLException {
    String value = textOrNull();
    if (value == null) {
      throw new SQLException("column " + index + " must not be NULL");
    }
    return value;
  }

  /** The next one, if it is there. */
  public @Nullable String textOrNull() throws SQLException {
    String kept = row.getString(++index);
    return kept == null ? null : codec.decode(kept);
  }

  Optional<String> optionalText() throws SQLException {
    return Optional.ofNullable(textOrNull());
  }

  /** The next one; 0 if it is not there. */
  public long number() throws SQLException {
    return row.getLong(++index);
  }

  int count() throws SQLException {
    return row.getInt(++index);
  }

  /** The next one, if it is there. */
  public @Nullable Long numberOrNull() throws SQLException {
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
