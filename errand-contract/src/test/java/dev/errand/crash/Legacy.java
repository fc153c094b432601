package dev.errand.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** What a life that is over, or taken for it, has left running; and how long it stays so. */
final class Legacy {
  private static final Duration FAR_TOO_LATE = Duration.ofSeconds(30);
  private static final int BETWEEN_LOOKS_MICROS = 5_000;

  private static final String SELECT =
      """
      SELECT count(*) FROM errand.run
      WHERE end_seq IS NULL AND status = 'RUNNING' AND worker IN (
        SELECT w.id FROM errand.worker w JOIN errand.member m ON m.id = w.member WHERE m.host = ?)
      """;

  private final Lookout lookout;
  private final SharedPipe pipe;

  Legacy(Lookout lookout, SharedPipe pipe) {
    this.lookout = lookout;
    this.pipe = pipe;
  }

  /**
   * Waits until somebody has looked after all of it.
   *
   * @param since when it was left, as {@link System#nanoTime} says
   * @return how long that took; empty if there was nothing
   */
  RecoveryTimes.Time await(int life, long since) throws InterruptedException {
    return lookout.ask(connection -> await(connection, life, since));
  }

  private RecoveryTimes.Time await(Connection connection, int life, long since)
      throws SQLException {
    int left = 0;
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, LifePlan.hostOf(life));
      for (int now = look(select); now > 0; now = look(select)) {
        left = Math.max(left, now);
        if (System.nanoTime() - since > FAR_TOO_LATE.toNanos()) {
          pipe.say(life, Kind.STRANDED, "runs", Integer.toString(now));
          break;
        }
        Pause.stubbornlyMicros(BETWEEN_LOOKS_MICROS);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    pipe.say(life, Kind.RECOVERED, "runs", Integer.toString(left), "after", took.toString());
    return new RecoveryTimes.Time(left, took);
  }

  private static int look(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}
