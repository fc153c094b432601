package dev.errand.sql.sqlite;

import dev.errand.JobFilter;

/**
 * The SQL of the store, in one place. Each query names the index that serves it; the schema is in
 * {@code V1__runs_and_deliveries.sql}.
 */
public final class Sql {

  private Sql() {}

  /** Begins a transaction with the lock to write, so that nothing can fail for want of it later. */
  public static final String BEGIN = "BEGIN IMMEDIATE";

  /** Ends a transaction. */
  public static final String COMMIT = "COMMIT";

  /** Gives a transaction up. */
  public static final String ROLLBACK = "ROLLBACK";

  /** One step among several. */
  public static final String SAVEPOINT = "SAVEPOINT step";

  /** The step is part of the transaction. */
  public static final String RELEASE = "RELEASE step";

  /** The step has failed. */
  public static final String ROLLBACK_STEP = "ROLLBACK TO step";

  // ---- writing

  /** A new run. */
  public static final String INSERT_RUN =
      """
      INSERT INTO run (
        seq, id, run_id, owner, type, label, registrar, registered_at, handler, policy_id, priority,
        admission, start_after, queue_timeout, timeout, idempotency_key, is_automatic,
        preferred_number, id_base, id_suffix,
        status, epoch, reruns, worker, started_at, ended_at, settled_at, occupying,
        delivery, holds, attempts, lease, next_attempt_at, last_error,
        due_since, accepted, alone, first_attempt_at, held_since, timer_at,
        end_seq, forget_at, dead_until)
      VALUES (
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?,
        ?, ?, ?)
      """;

  private static final String STATE =
      "status = ?, epoch = ?, reruns = ?, worker = ?, started_at = ?, ended_at = ?,"
          + " settled_at = ?, occupying = ?";

  private static final String MAIL =
      "delivery = ?, holds = ?, attempts = ?, lease = ?, next_attempt_at = ?, last_error = ?,"
          + " due_since = ?, accepted = ?, alone = ?, first_attempt_at = ?, held_since = ?,"
          + " timer_at = ?";

  /**
   * A change of a run. Only what has changed is named: an index costs nothing while its columns are
   * not.
   *
   * @param state whether how it stands has changed
   * @param end whether it has got its place in the order of ends
   * @param keep whether when it is forgotten has changed
   */
  public static String updateRun(boolean state, boolean end, boolean keep) {
    return "UPDATE run SET "
        + (state ? STATE + ", " : "")
        + MAIL
        + (end ? ", end_seq = ?" : "")
        + (keep ? ", forget_at = ?, dead_until = ?" : "")
        + " WHERE seq = ?";
  }

  /** A run is forgotten. */
  public static final String DELETE_RUN = "DELETE FROM run WHERE seq = ?";

  /** How a run ended. */
  public static final String INSERT_OUTCOME =
      """
      INSERT INTO outcome (
        reason, cancelled_by, text, truncated, data, exit_code, exit_signal,
        late_text, progress_text, progress_details, progress_number, progress_at, seq)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** What a body still said after the end of its run. */
  public static final String UPDATE_OUTCOME =
      """
      UPDATE outcome
      SET late_text = ?, progress_text = ?, progress_details = ?, progress_number = ?, progress_at = ?
      WHERE seq = ?
      """;

  /** Its end is forgotten. */
  public static final String DELETE_OUTCOME = "DELETE FROM outcome WHERE seq = ?";

  /** The input of a handler. */
  public static final String INSERT_PAYLOAD = "INSERT INTO payload (seq, payload) VALUES (?, ?)";

  /** The input is forgotten. */
  public static final String DELETE_PAYLOAD = "DELETE FROM payload WHERE seq = ?";

  /** How far the store has counted. */
  public static final String UPDATE_COUNTER =
      "UPDATE counter SET next_id = ?, next_sequence = ?, ends = ?, last_lease = ? WHERE only = 1";

  static final String SELECT_COUNTER =
      "SELECT next_id, next_sequence, ends, last_lease FROM counter WHERE only = 1";

  /** What was agreed about runs after their ends; there are few of these. */
  static final String INSERT_POLICY =
      """
      INSERT INTO policy (parks, retention, max_attempts, delivery_ttl, max_reruns, adopted)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  static final String SELECT_POLICIES =
      "SELECT id, parks, retention, max_attempts, delivery_ttl, max_reruns, adopted FROM policy";

  /**
   * Holds died with the process that had them (run_held). SQLite by itself would take
   * run_by_forget_at and look at every run that is kept.
   */
  static final String RELEASE_KEPT =
      "UPDATE run INDEXED BY run_held SET holds = 0 WHERE holds > 0 AND forget_at IS NOT NULL";

  // ---- reading

  /** Everything about runs, in the order in which {@link RunRows} reads it. */
  private static final String SELECT =
      """
      SELECT
        r.seq, r.id, r.run_id, r.owner, r.type, r.label, r.registrar, r.registered_at, r.handler,
        p.payload, r.policy_id, r.priority, r.admission, r.start_after, r.queue_timeout, r.timeout,
        r.idempotency_key, r.is_automatic,
        r.status, r.epoch, r.reruns, r.worker, r.started_at, r.ended_at, r.settled_at, r.occupying,
        r.delivery, r.holds, r.attempts, r.lease, r.next_attempt_at, r.last_error,
        r.due_since, r.accepted, r.alone, r.first_attempt_at, r.held_since, r.timer_at,
        r.end_seq, r.forget_at, r.dead_until,
        o.reason, o.cancelled_by, o.text, o.truncated, o.data, o.exit_code, o.exit_signal,
        o.late_text, o.progress_text, o.progress_details, o.progress_number, o.progress_at
      FROM run r
      LEFT JOIN outcome o ON o.seq = r.seq
      LEFT JOIN payload p ON p.seq = r.seq
      """;

  /** By id (run_by_id). */
  static final String FIND = SELECT + "WHERE r.id = ?";

  /** By key (run_by_key). */
  static final String FIND_BY_KEY = SELECT + "WHERE r.idempotency_key = ? AND r.owner IS ?";

  /** Whether an id is taken (run_by_id). */
  static final String IS_TAKEN = "SELECT 1 FROM run WHERE id = ?";

  /** The highest suffix of an id (run_by_suffix). */
  static final String HIGHEST_SUFFIX = "SELECT max(id_suffix) FROM run WHERE id_base = ?";

  /** What something may still happen to (run_by_forget_at), dead letters last. */
  static final String UNDER_WAY = SELECT + "WHERE r.forget_at IS NULL ORDER BY r.dead_until, r.seq";

  /** Numbers of ids that look automatic and were asked for (run_by_preferred_number). */
  static final String PREFERRED_NUMBERS =
      "SELECT preferred_number FROM run WHERE preferred_number IS NOT NULL";

  /** What is to be forgotten by now (run_by_forget_at). */
  static final String OVER =
      SELECT + "WHERE r.forget_at <= ? ORDER BY r.forget_at, r.end_seq LIMIT ?";

  /** When the next is to be forgotten (run_by_forget_at). */
  static final String NEXT_OVER = "SELECT min(forget_at) FROM run WHERE forget_at > ?";

  /** What is kept, of these owners (run_by_owner; for everybody run_by_end). */
  static String kept(JobFilter filter) {
    return SELECT + "WHERE r.forget_at IS NOT NULL AND " + ended(filter);
  }

  /** The latest ends (run_by_owner; for everybody run_by_end). */
  static String recent(JobFilter filter) {
    return SELECT + "WHERE " + ended(filter) + " ORDER BY r.end_seq DESC LIMIT ?";
  }

  /**
   * All of these owners (run_by_owner, and run_not_ended for what has not ended, which is little;
   * for everybody the table itself).
   */
  static String all(JobFilter filter) {
    String which =
        filter instanceof JobFilter.All
            ? ""
            : "WHERE r.seq IN (SELECT seq FROM run r WHERE "
                + ended(filter)
                + " UNION ALL SELECT seq FROM run r WHERE r.end_seq IS NULL AND "
                + of(filter)
                + ")";
    return SELECT + which + " ORDER BY r.seq";
  }

  private static String ended(JobFilter filter) {
    return filter instanceof JobFilter.OwnerTree
        // Else it would be looked for among the ends of everybody.
        ? "r.seq IN (SELECT r.seq FROM run r INDEXED BY run_by_owner WHERE r.end_seq IS NOT NULL"
            + " AND "
            + of(filter)
            + ")"
        : "r.end_seq IS NOT NULL AND " + of(filter);
  }

  private static String of(JobFilter filter) {
    return switch (filter) {
      case JobFilter.All all -> "1";
      case JobFilter.Unowned none -> "r.owner IS NULL";
      case JobFilter.Owner one -> "r.owner = ?";
      // '0' follows '/': between the two lie exactly the children.
      case JobFilter.OwnerTree tree ->
          "r.owner >= ? AND r.owner < ? || '0' AND (r.owner = ? OR r.owner >= ? || '/')";
    };
  }

  /** How often a filter's owner is to be bound where it stands once. */
  static int owners(JobFilter filter) {
    return switch (filter) {
      case JobFilter.All all -> 0;
      case JobFilter.Unowned none -> 0;
      case JobFilter.Owner one -> 1;
      case JobFilter.OwnerTree tree -> 4;
    };
  }
}
