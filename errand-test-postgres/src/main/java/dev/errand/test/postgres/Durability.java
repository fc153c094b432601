package dev.errand.test.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** What makes a commit survive a loss of power, and whether a server has it. */
final class Durability {
  static final Map<String, String> SETTINGS =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  /** Asks the server itself, which alone knows what it runs with. */
  static void check(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting.getKey())) {
          row.next();
          if (!setting.getValue().equals(row.getString(1))) {
            throw new AssertionError(
                "%s is %s, and has to be %s"
                    .formatted(setting.getKey(), row.getString(1), setting.getValue()));
          }
        }
      }
    }
  }

  private Durability() {}
}
