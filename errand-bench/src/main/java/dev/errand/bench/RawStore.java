package dev.errand.bench;

import dev.errand.sql.SqlJobStore;
import dev.errand.sql.rows.Sql;
import dev.errand.sql.sqlite.SqliteSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * Hand-written JDBC on one connection: the schema, the settings and the very statements of our
 * store ({@link Sql}), and nothing else. Not thread-safe.
 */
final class RawStore implements AutoCloseable {
  private static final String WORKER = "d25d46cc21326a17";

  /** As {@code SqliteFile} sets them. */
  private static final List<String> SETTINGS =
      List.of(
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA cache_size = -32768",
          "PRAGMA journal_size_limit = " + (64 << 20),
          "PRAGMA temp_store = MEMORY");

  private static final String INSERT_POLICY =
      "INSERT INTO policy (id, parks, retention, max_attempts, delivery_ttl, max_reruns, adopted)"
          + " VALUES (1, 1, 'PT5M', 2147483647, 'PT24H', 0, 0)";

  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement savepoint;
  private final PreparedStatement release;
  private final PreparedStatement insert;
  private final PreparedStatement end;
  private final PreparedStatement handOut;
  private final PreparedStatement conclude;
  private final PreparedStatement insertOutcome;
  private final PreparedStatement count;

  private long sequence;
  private long ends;
  private long lease;
  private boolean counted = true;

  /** Begins a file, with the schema that our store gives it. */
  RawStore(Path file) throws SQLException {
    SqlJobStore.sqlite(file).close();
    SQLiteConfig config = new SQLiteConfig();
    config.setGetGeneratedKeys(false);
    connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
      statement.execute(INSERT_POLICY);
    }
    begin = connection.prepareStatement(SqliteSql.BEGIN);
    commit = connection.prepareStatement(SqliteSql.COMMIT);
    savepoint = connection.prepareStatement(SqliteSql.SAVEPOINT);
    release = connection.prepareStatement(SqliteSql.RELEASE);
    insert = connection.prepareStatement(Sql.SQLITE.insertRun());
    end = connection.prepareStatement(Sql.SQLITE.updateRun(true, true, false));
    handOut = connection.prepareStatement(Sql.SQLITE.updateRun(false, false, false));
    conclude = connection.prepareStatement(Sql.SQLITE.updateRun(false, false, true));
    insertOutcome = connection.prepareStatement(Sql.INSERT_OUTCOME);
    count = connection.prepareStatement(SqliteSql.UPDATE_COUNTER);
  }

  // ---- transactions

  void begin() throws SQLException {
    begin.executeUpdate();
  }

  void savepoint() throws SQLException {
    savepoint.executeUpdate();
  }

  void release() throws SQLException {
    release.executeUpdate();
  }

  /** Writes down how far was counted, if that has changed, and commits. */
  void commit() throws SQLException {
    if (!counted) {
      count.setLong(1, sequence + 1);
      count.setLong(2, sequence + 1);
      count.setLong(3, ends);
      count.setLong(4, lease);
      count.executeUpdate();
      counted = true;
    }
    commit.executeUpdate();
  }

  // ---- the four steps of a cycle

  RawRun register(String owner) throws SQLException {
    RawRun run = new RawRun(++sequence, owner);
    insert(run);
    return run;
  }

  void end(RawRun run) throws SQLException {
    run.end(++ends);
    writeEnd(run);
  }

  /** Both in one write. */
  void endAndHandOut(RawRun run) throws SQLException {
    run.end(++ends);
    run.handOut(++lease);
    writeEnd(run);
  }

  private void writeEnd(RawRun run) throws SQLException {
    int next = mail(end, state(end, 1, run), run);
    end.setLong(next++, run.endSequence);
    end.setLong(next, run.sequence);
    end.executeUpdate();
    insertOutcome(run);
    counted = false;
  }

  void handOut(RawRun run) throws SQLException {
    run.handOut(++lease);
    int next = mail(handOut, 1, run);
    handOut.setLong(next, run.sequence);
    handOut.executeUpdate();
    counted = false;
  }

  void conclude(RawRun run) throws SQLException {
    run.conclude();
    int next = keep(conclude, mail(conclude, 1, run), run);
    conclude.setLong(next, run.sequence);
    conclude.executeUpdate();
  }

  /** All four at once: a run that is kept from the beginning, for that long at least. */
  void insertKept(String owner, long keptNanos) throws SQLException {
    RawRun run = new RawRun(++sequence, owner);
    run.end(++ends);
    run.handOut(++lease);
    run.conclude();
    run.forgetAt += keptNanos;
    insert(run);
    insertOutcome(run);
  }

  // ---- statements

  private void insert(RawRun run) throws SQLException {
    insert.setLong(1, run.sequence);
    insert.setString(2, "bg_" + run.sequence);
    insert.setString(3, WORKER + "-" + run.sequence);
    insert.setString(4, run.owner);
    insert.setString(5, DurableJobs.TYPE);
    insert.setString(6, DurableJobs.LABEL);
    insert.setString(7, WORKER);
    insert.setLong(8, run.registeredAt);
    insert.setString(9, null); // handler
    insert.setLong(10, 1); // policy
    insert.setLong(11, 0); // priority
    insert.setString(12, "QUEUE");
    insert.setString(13, null); // start after
    insert.setString(14, null); // queue time-out
    insert.setString(15, null); // time-out
    insert.setString(16, null); // idempotency key
    insert.setLong(17, 1); // automatic id
    insert.setNull(18, Types.BIGINT); // preferred number
    insert.setString(19, null); // base of its id
    insert.setNull(20, Types.BIGINT); // suffix of its id
    int next = mail(insert, state(insert, 21, run), run);
    moment(insert, next++, run.endSequence);
    next = keep(insert, next, run);
    insert.executeUpdate();
    counted = false;
  }

  private void insertOutcome(RawRun run) throws SQLException {
    insertOutcome.setString(1, "RETURNED");
    insertOutcome.setString(2, null); // cancelled by
    insertOutcome.setString(3, DurableJobs.TEXT);
    insertOutcome.setLong(4, 0); // truncated
    insertOutcome.setString(5, null); // data
    insertOutcome.setNull(6, Types.BIGINT); // exit code
    insertOutcome.setString(7, null); // exit signal
    insertOutcome.setString(8, null); // late text
    insertOutcome.setString(9, null); // progress
    insertOutcome.setString(10, null);
    insertOutcome.setNull(11, Types.BIGINT);
    insertOutcome.setNull(12, Types.BIGINT);
    insertOutcome.setLong(13, run.sequence);
    insertOutcome.executeUpdate();
  }

  private static int state(PreparedStatement to, int first, RawRun run) throws SQLException {
    int next = first;
    to.setString(next++, run.status);
    to.setLong(next++, 1); // epoch
    to.setLong(next++, 0); // reruns
    to.setString(next++, WORKER);
    to.setLong(next++, run.registeredAt); // started
    moment(to, next++, run.endedAt);
    moment(to, next++, run.endedAt); // settled
    to.setLong(next++, run.occupying ? 1 : 0);
    return next;
  }

  private static int mail(PreparedStatement to, int first, RawRun run) throws SQLException {
    int next = first;
    to.setString(next++, run.delivery);
    to.setLong(next++, 0); // holds
    to.setLong(next++, run.attempts);
    to.setLong(next++, run.lease);
    to.setNull(next++, Types.BIGINT); // next attempt
    to.setString(next++, null); // last error
    moment(to, next++, run.dueSince);
    to.setLong(next++, run.isUnderWay() ? 1 : 0); // accepted
    to.setLong(next++, 0); // alone
    moment(to, next++, run.firstAttemptAt);
    to.setNull(next++, Types.BIGINT); // held since
    to.setNull(next++, Types.BIGINT); // timer
    return next;
  }

  private static int keep(PreparedStatement to, int first, RawRun run) throws SQLException {
    int next = first;
    moment(to, next++, run.forgetAt);
    to.setNull(next++, Types.BIGINT); // dead until
    return next;
  }

  /** 0 is NULL. */
  private static void moment(PreparedStatement to, int index, long value) throws SQLException {
    if (value == 0) {
      to.setNull(index, Types.BIGINT);
    } else {
      to.setLong(index, value);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
