package dev.errand.sql.postgres;

/** The SQL about copies of what commands print. A run is found by its id (run_by_id). */
final class OutputSql {

  private OutputSql() {}

  /**
   * How far the copy goes, whether nothing more is to be waited for, and its chunks in a range
   * (primary key). One statement: all of it as it was at one moment. After ten seconds whoever had
   * to complete it is gone.
   */
  static final String READ =
      """
      SELECT
        r.settled_at IS NOT NULL AND (
          p.whole IS TRUE
          OR ? - r.settled_at > 10000000000),
        p.seq IS NOT NULL, p.size, p.gone_from, p.gone_to, p.whole,
        o.start, o.bytes
      FROM run r
      LEFT JOIN printed p ON p.seq = r.seq
      LEFT JOIN output o ON o.seq = r.seq AND o.start > ? AND o.start < ?
      WHERE r.id = ? AND r.run_id = ?
      ORDER BY o.start
      """;

  /**
   * Chunks that are gone go, one comes, and how far the copy goes by now. One statement, so that no
   * reader sees one without the other.
   */
  static final String WRITE =
      """
      WITH it AS (
        SELECT r.seq FROM run r LEFT JOIN printed p ON p.seq = r.seq
        WHERE r.id = ? AND r.run_id = ? AND coalesce(p.size, 0) = ?),
      gone AS (
        DELETE FROM output o USING it
        WHERE o.seq = it.seq AND o.start >= ? AND o.start + octet_length(o.bytes) <= ?),
      come AS (
        INSERT INTO output (seq, start, bytes)
        SELECT seq, ?, ? FROM it WHERE ?
        ON CONFLICT (seq, start) DO UPDATE SET bytes = excluded.bytes)
      INSERT INTO printed (seq, size, gone_from, gone_to, whole)
      SELECT seq, ?, ?, ?, ? FROM it
      ON CONFLICT (seq) DO UPDATE SET
        size = excluded.size, gone_from = excluded.gone_from, gone_to = excluded.gone_to,
        whole = excluded.whole
      """;

  /** Whether there is something to {@link #TIDY}. */
  static final String IS_LEFT = "SELECT EXISTS (SELECT 1 FROM forgotten_output)";

  /**
   * The chunks of some runs that are gone: at most four MiB, so that what is printed meanwhile
   * waits for a moment only.
   */
  static final String TIDY =
      """
      WITH few AS (
        SELECT seq FROM forgotten_output ORDER BY seq LIMIT 4 FOR UPDATE SKIP LOCKED),
      gone AS (
        DELETE FROM output o USING few WHERE o.seq = few.seq)
      DELETE FROM forgotten_output f USING few WHERE f.seq = few.seq
      """;

  /** Copies that nobody completes (printed_not_whole). */
  static final String UNFINISHED =
      """
      SELECT r.id, r.run_id FROM printed p JOIN run r ON r.seq = p.seq
      WHERE NOT p.whole AND r.settled_at IS NOT NULL AND r.handler = ?
      """;
}
