package dev.errand.sql.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Looks at the {@link Vitals} once a minute, and warns when they are bad: once, until they are
 * well.
 */
final class VitalsWatch {
  private static final Logger LOG = System.getLogger("dev.errand");
  private static final long BETWEEN_LOOKS = Duration.ofMinutes(1).toNanos();

  private final String schema;
  private long lookedAt = System.nanoTime();
  private boolean isBad;

  VitalsWatch(String schema) {
    this.schema = schema;
  }

  /** To be called now and then. */
  void look(Connection connection) throws SQLException {
    if (System.nanoTime() - lookedAt < BETWEEN_LOOKS) {
      return;
    }
    lookedAt = System.nanoTime();
    String warning = Vitals.of(connection, schema).warning();
    if (!warning.isEmpty() && !isBad) {
      LOG.log(Level.WARNING, warning);
    }
    isBad = !warning.isEmpty();
  }
}
