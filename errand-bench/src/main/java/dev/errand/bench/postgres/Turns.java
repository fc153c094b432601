package dev.errand.bench.postgres;

import dev.errand.bench.Series;
import dev.errand.test.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Contenders one after the other, round by round, so that a busy minute hits all of them. The one
 * that the others are measured by is the first.
 */
final class Turns {
  static final String HEAD =
      """
      | who | cycles/s | min–max | × bare SQL | min–max |
      |---|--:|--:|--:|--:|
      """;

  private final PostgresServer server;
  private final List<Contender> contenders;
  private final int jobs;
  private final double[][] rates;

  Turns(PostgresServer server, List<Contender> contenders, int jobs, int rounds) {
    this.server = server;
    this.contenders = contenders;
    this.jobs = jobs;
    this.rates = new double[contenders.size()][rounds];
  }

  /** For Java's own sake; a tenth of the jobs. */
  void warmUp() throws Exception {
    for (Contender contender : contenders) {
      contender.cyclesPerSecond(Math.max(1, jobs / 10));
    }
  }

  /** Everybody once. */
  void run(int round) throws Exception {
    for (int i = 0; i < contenders.size(); i++) {
      settle();
      rates[i][round] = contenders.get(i).cyclesPerSecond(jobs);
      System.err.printf(
          Locale.ROOT,
          "round %d, %s: %,.0f/s%n",
          round + 1,
          contenders.get(i).name(),
          rates[i][round]);
    }
  }

  /** What one has left to be written must not be written in the time of the next. */
  private void settle() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  /** The lines under {@link #HEAD}. */
  List<String> lines() {
    Series yardstick = new Series(rates[0]);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      Series mine = new Series(rates[i]);
      Series ratio = mine.dividedBy(yardstick);
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f | %,.0f–%,.0f | %.3f | %.3f–%.3f |",
              contenders.get(i).name(),
              mine.median(),
              mine.min(),
              mine.max(),
              ratio.median(),
              ratio.min(),
              ratio.max()));
    }
    return lines;
  }
}
