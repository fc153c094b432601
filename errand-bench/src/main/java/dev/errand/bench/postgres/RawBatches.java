package dev.errand.bench.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hand-written SQL on one connection: each of the four steps of a cycle is one statement for many
 * runs, and one commit. Not thread-safe.
 */
final class RawBatches implements AutoCloseable {
  /** 40 characters. */
  static final String LABEL = "a label of a job, of a common length ...";

  /** 200 characters. */
  static final String TEXT = "Twenty letters each.".repeat(10);

  private static final int OWNERS = 64;

  private static final String INSERT =
      """
      INSERT INTO run (
        id, run_id, owner, type, label, registrar, registered_at, policy_id, priority, admission,
        is_automatic, status, epoch, reruns, occupying, delivery, holds, attempts, lease, accepted,
        alone)
      SELECT
        id, 'r-' || id, owner, 'bench', label, 'd25d46cc21326a17', clock_timestamp(), 1, 0, 'QUEUE',
        true, 'QUEUED', 0, 0, true, 'NOT_DUE', 0, 0, 0, true,
        false
      FROM unnest(?::text[], ?::text[], ?::text[]) AS new (id, owner, label)
      """;

  /** The rows are found and locked first, else the limit might be applied again and again. */
  private static final String CLAIM =
      """
      WITH free AS MATERIALIZED (
        SELECT seq FROM run WHERE status = 'QUEUED' ORDER BY seq LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE run
      SET status = 'RUNNING', worker = 'd25d46cc21326a17', epoch = epoch + 1,
        started_at = clock_timestamp()
      FROM free WHERE run.seq = free.seq
      RETURNING run.seq
      """;

  private static final String END =
      """
      WITH done AS (
        UPDATE run
        SET status = 'COMPLETED', ended_at = clock_timestamp(), settled_at = clock_timestamp(),
          occupying = false, end_seq = nextval('run_end'),
          delivery = 'WAITING', due_since = clock_timestamp()
        WHERE seq = ANY (?) AND status = 'RUNNING'
        RETURNING seq)
      INSERT INTO outcome (seq, reason, text, truncated)
      SELECT done.seq, 'RETURNED', ended.text, false
      FROM done JOIN unnest(?::bigint[], ?::text[]) AS ended (seq, text) USING (seq)
      """;

  private static final String ACKNOWLEDGE =
      """
      UPDATE run
      SET delivery = 'ACKNOWLEDGED', attempts = 1, due_since = NULL,
        forget_at = clock_timestamp() + interval '5 min'
      WHERE seq = ANY (?) AND delivery = 'WAITING'
      """;

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement claim;
  private final PreparedStatement end;
  private final PreparedStatement acknowledge;

  /** On this connection, which is closed with it. */
  RawBatches(Connection connection) throws SQLException {
    this.connection = connection;
    insert = connection.prepareStatement(INSERT);
    claim = connection.prepareStatement(CLAIM);
    end = connection.prepareStatement(END);
    acknowledge = connection.prepareStatement(ACKNOWLEDGE);
  }

  /** Registers runs whose ids end with these numbers; returns how many. */
  int insert(int from, int count) throws SQLException {
    insert.setArray(1, texts(count, i -> "bg_" + (from + i)));
    insert.setArray(2, texts(count, i -> "agent-" + (from + i) % OWNERS));
    insert.setArray(3, texts(count, i -> LABEL));
    return insert.executeUpdate();
  }

  /** Takes up to so many that nobody else takes. */
  List<Long> claim(int limit) throws SQLException {
    claim.setInt(1, limit);
    List<Long> claimed = new ArrayList<>();
    try (ResultSet rows = claim.executeQuery()) {
      while (rows.next()) {
        claimed.add(rows.getLong(1));
      }
    }
    return claimed;
  }

  /** They have ended, and their results are to be delivered; returns how many. */
  int end(List<Long> runs) throws SQLException {
    Array sequences = sequences(runs);
    end.setArray(1, sequences);
    end.setArray(2, sequences);
    end.setArray(3, texts(runs.size(), i -> TEXT));
    return end.executeUpdate();
  }

  /** Their owners have got their results; returns how many. */
  int acknowledge(List<Long> runs) throws SQLException {
    acknowledge.setArray(1, sequences(runs));
    return acknowledge.executeUpdate();
  }

  private interface Text {
    String of(int index);
  }

  private Array texts(int count, Text text) throws SQLException {
    return connection.createArrayOf("text", IntStream.range(0, count).mapToObj(text::of).toArray());
  }

  private Array sequences(List<Long> runs) throws SQLException {
    return connection.createArrayOf("bigint", runs.toArray());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
