package dev.errand.crash;

import java.sql.PreparedStatement;

/** Sessions that somebody ends at the server, as an operator may. */
final class SessionEnds {
  private static final String END =
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE application_name LIKE 'errand %' AND application_name ~ ?
      """;

  private SessionEnds() {}

  static void heartbeats(Fleet fleet) throws InterruptedException {
    end(fleet, "heartbeat|watch");
  }

  static void writers(Fleet fleet) throws InterruptedException {
    end(fleet, "writer");
  }

  static void all(Fleet fleet) throws InterruptedException {
    end(fleet, ".");
  }

  private static void end(Fleet fleet, String purposes) throws InterruptedException {
    boolean unused =
        fleet.lookout.ask(connection -> {
          try (PreparedStatement end = connection.prepareStatement(END)) {
            end.setString(1, purposes);
            return end.execute();
          }
        });
  }
}
