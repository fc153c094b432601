package dev.errand.sql.rows;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds the parameters of a statement, one after the other. */
public final class Bind {
  private static final long NANOS = 1_000_000_000;

  private final Statements statements;
  private final PreparedStatement statement;
  private int index;

  Bind(Statements statements, PreparedStatement statement) {
    this.statements = statements;
    this.statement = statement;
  }

  /** The next one. */
  public Bind text(@Nullable String value) throws SQLException {
    statement.setString(++index, value == null ? null : statements.codec().encode(value));
    return this;
  }

  Bind text(Optional<String> value) throws SQLException {
    return text(value.orElse(null));
  }

  Bind name(Enum<?> value) throws SQLException {
    return text(value.name());
  }

  /** The next one. */
  public Bind number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  Bind number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.BIGINT);
      return this;
    }
    return number(value.longValue());
  }

  Bind flag(boolean value) throws SQLException {
    return number(value ? 1 : 0);
  }

  Bind moment(@Nullable Instant value) throws SQLException {
    return number(value == null ? null : (Long) nanos(value));
  }

  Bind span(Optional<Duration> value) throws SQLException {
    return text(value.map(Duration::toString));
  }

  /** Runs the statement, or has it run with the others that are collected. */
  public int run() throws SQLException {
    return statements.execute(statement);
  }

  /** A moment as it is kept. */
  public static long nanos(Instant moment) {
    return moment.getEpochSecond() * NANOS + moment.getNano();
  }

  /** The moment that was kept as this. */
  public static Instant moment(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
