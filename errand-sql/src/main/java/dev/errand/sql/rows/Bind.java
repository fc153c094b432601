package dev.errand.sql.rows;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds the parameters of a statement, one after the other. */
public abstract class Bind {
  private static final long NANOS = 1_000_000_000;

  Bind() {}

  /** The next one. */
  public abstract Bind text(@Nullable String value) throws SQLException;

  /** The next one. */
  public abstract Bind number(@Nullable Long value) throws SQLException;

  /** Runs the statement, or has it run with the others that are collected. */
  public abstract int run() throws SQLException;

  Bind text(Optional<String> value) throws SQLException {
    return text(value.orElse(null));
  }

  Bind name(Enum<?> value) throws SQLException {
    return text(value.name());
  }

  /** The next one. */
  public Bind number(long value) throws SQLException {
    return number((Long) value);
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

  /** A moment as it is kept. */
  public static long nanos(Instant moment) {
    return moment.getEpochSecond() * NANOS + moment.getNano();
  }

  /** The moment that was kept as this. */
  public static Instant moment(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
