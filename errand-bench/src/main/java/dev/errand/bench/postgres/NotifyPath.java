package dev.errand.bench.postgres;

import dev.errand.test.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The barest way of one job from its registration to its owner: three commits, one after the other.
 * A connection registers it; another one claims and ends it in one transaction, which notifies; a
 * third one hears that and acknowledges. Nobody is woken but the listener. Not thread-safe.
 */
final class NotifyPath implements AutoCloseable {
  private static final String CHANNEL = "mail";
  private static final int PATIENCE_MILLIS = 60_000;

  private final RawBatches registrar;
  private final Connection worker;
  private final RawBatches work;
  private final PreparedStatement notify;
  private final PGConnection ears;
  private final RawBatches owner;
  private int next;

  /**
   * One time each, in ms.
   *
   * @param heard from the beginning until the owner's connection has heard that it has ended
   * @param acknowledged from the beginning until that is recorded, too
   */
  record Times(double heard, double acknowledged) {}

  /** In a database of its own. */
  NotifyPath(PostgresServer server) throws SQLException {
    String url = server.createDatabase();
    RawTables.create(url);
    registrar = new RawBatches(DriverManager.getConnection(url));
    worker = DriverManager.getConnection(url);
    work = new RawBatches(worker);
    notify = worker.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)");
    worker.setAutoCommit(false);
    Connection listener = DriverManager.getConnection(url);
    try (Statement statement = listener.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    ears = listener.unwrap(PGConnection.class);
    owner = new RawBatches(listener);
  }

  /** One job. */
  Times once() throws SQLException {
    long begin = System.nanoTime();
    registrar.insert(next++, 1);
    List<Long> run = work.claim(1);
    work.end(run);
    notify.setString(1, String.valueOf(run.getFirst()));
    notify.execute();
    worker.commit();
    List<Long> ended = hear();
    double heard = millisSince(begin);
    if (owner.acknowledge(ended) != 1) {
      throw new IllegalStateException("heard of " + ended + ", which has not ended");
    }
    return new Times(heard, millisSince(begin));
  }

  private List<Long> hear() throws SQLException {
    PGNotification[] heard = ears.getNotifications(PATIENCE_MILLIS);
    if (heard == null || heard.length != 1) {
      throw new IllegalStateException("the listener has not heard of one end");
    }
    return List.of(Long.valueOf(heard[0].getParameter()));
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  @Override
  public void close() throws SQLException {
    registrar.close();
    work.close();
    owner.close();
  }
}
