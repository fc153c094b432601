package dev.errand.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The harness's own look into the database, past all networks; it waits while there is none. */
final class Lookout {
  private static final int MOST_TRIES = 600;

  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private final String url;

  Lookout(String url) {
    this.url = url;
  }

  <T> T ask(Question<T> question) throws InterruptedException {
    SQLException last = null;
    for (int i = 0; i < MOST_TRIES; i++) {
      try (Connection connection = DriverManager.getConnection(url)) {
        return question.ask(connection);
      } catch (SQLException failure) {
        last = failure;
        Pause.micros(100_000);
      }
    }
    throw new IllegalStateException("the database does not come back", last);
  }
}
