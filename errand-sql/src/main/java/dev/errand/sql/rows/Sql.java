package dev.errand.sql.rows;

import dev.errand.JobFilter;

/**
 * The SQL about runs, in one place, for the databases that have them. Each query names the index
 * that serves it; the schemas are in the scripts named {@code V1__…}.
 */
public enum Sql {
  /**
   * As SQLite takes it. A file belongs to one process, so nobody else wants to know who has what.
   */
  SQLITE(false, " INDEXED BY run_by_owner"),
  /** As PostgreSQL takes it, for many processes. */
  POSTGRES(true, "");

  private final boolean isShared;
  private final String byOwner;
  private final String insertRun;
  private final String select;

  /**
   * A database.
   *
   * @param isShared whether it says who holds a delivery, who is delivering it, and how far a run
   *     is
   * @param byOwner what makes it look for the ends of some owners by their owners
   */
  Sql(boolean isShared, String byOwner) {
    this.isShared = isShared;
    this.byOwner = byOwner;
    this.insertRun =
        INSERT_RUN
            .replace("<who has it>", isShared ? " holders, courier," : "")
            .replace("<and them>", isShared ? " ?, ?," : "");
    this.select =
        SELECT
            .replace("<who has it>", isShared ? " r.holders, r.courier," : "")
            .replace("<progress>", isShared ? LATEST_PROGRESS : LAST_PROGRESS)
            .replace("<and it>", isShared ? "LEFT JOIN progress l ON l.seq = r.seq\n" : "");
  }

  boolean isShared() {
    return isShared;
  }

  // ---- writing

  private static final String INSERT_RUN =
      """
      INSERT INTO run (
        seq, id, run_id, owner, type, label, registrar, registered_at, handler, policy_id, priority,
        admission, start_after, queue_timeout, timeout, idempotency_key, is_automatic,
        preferred_number, id_base, id_suffix,
        status, epoch, reruns, worker, started_at, ended_at, settled_at, occupying,
        delivery, holds, attempts, lease, next_attempt_at, last_error,
        due_since, accepted, alone, first_attempt_at, held_since, timer_at,<who has it>
        end_seq, forget_at, dead_until)
      VALUES (
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?,<and them>
        ?, ?, ?)
      """;

  /** A new run. */
  public String insertRun() {
    return insertRun;
  }

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
  public String updateRun(boolean state, boolean end, boolean keep) {
    return "UPDATE run SET "
        + (state ? STATE + ", " : "")
        + MAIL
        + (isShared ? ", holders = ?, courier = ?" : "")
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

  /** What the body of a run has said that has not ended; where processes share a store. */
  static final String INSERT_PROGRESS =
      "INSERT INTO progress (text, details, number, at, seq) VALUES (?, ?, ?, ?, ?)";

  /** What it has said since. */
  static final String UPDATE_PROGRESS =
      "UPDATE progress SET text = ?, details = ?, number = ?, at = ? WHERE seq = ?";

  /** The run has ended, or begins anew. */
  static final String DELETE_PROGRESS = "DELETE FROM progress WHERE seq = ?";

  /** The input of a handler. */
  public static final String INSERT_PAYLOAD = "INSERT INTO payload (seq, payload) VALUES (?, ?)";

  /** The input is forgotten. */
  public static final String DELETE_PAYLOAD = "DELETE FROM payload WHERE seq = ?";

  /** What was agreed about runs after their ends; there are few of these. */
  static final String INSERT_POLICY =
      """
      INSERT INTO policy (parks, retention, max_attempts, delivery_ttl, max_reruns, adopted)
      VALUES (?, ?, ?, ?, ?, ?)
      RETURNING id
      """;

  static final String SELECT_POLICIES =
      "SELECT id, parks, retention, max_attempts, delivery_ttl, max_reruns, adopted FROM policy";

  // ---- reading

  private static final String LAST_PROGRESS =
      "o.progress_text, o.progress_details, o.progress_number, o.progress_at";

  /** A run has one or the other. */
  private static final String LATEST_PROGRESS =
      "coalesce(o.progress_text, l.text), coalesce(o.progress_details, l.details),"
          + " coalesce(o.progress_number, l.number), coalesce(o.progress_at, l.at)";

  /** Everything about runs, in the order in which {@link RunRows} reads it. */
  private static final String SELECT =
      """
      SELECT
        r.seq, r.id, r.run_id, r.owner, r.type, r.label, r.registrar, r.registered_at, r.handler,
        p.payload, r.policy_id, r.priority, r.admission, r.start_after, r.queue_timeout, r.timeout,
        r.idempotency_key, r.is_automatic,
        r.status, r.epoch, r.reruns, r.worker, r.started_at, r.ended_at, r.settled_at, r.occupying,
        r.delivery, r.holds, r.attempts, r.lease, r.next_attempt_at, r.last_error,
        r.due_since, r.accepted, r.alone, r.first_attempt_at, r.held_since, r.timer_at,<who has it>
        r.end_seq, r.forget_at, r.dead_until,
        o.reason, o.cancelled_by, o.text, o.truncated, o.data, o.exit_code, o.exit_signal,
        o.late_text, <progress>
      FROM run r
      LEFT JOIN outcome o ON o.seq = r.seq
      LEFT JOIN payload p ON p.seq = r.seq
      <and it>\
      """;

  /** By id (run_by_id). */
  public String find() {
    return select + "WHERE r.id = ?";
  }

  /** By key (run_by_key). */
  public String findByKey() {
    return select + "WHERE r.idempotency_key = ? AND r.owner IS NOT DISTINCT FROM ?";
  }

  /** Whether an id is taken (run_by_id). */
  public static final String IS_TAKEN = "SELECT 1 FROM run WHERE id = ?";

  /** The highest suffix of an id (run_by_suffix). */
  public static final String HIGHEST_SUFFIX = "SELECT max(id_suffix) FROM run WHERE id_base = ?";

  /** What something may still happen to (run_by_forget_at), dead letters last. */
  public String underWay() {
    return select + "WHERE r.forget_at IS NULL ORDER BY r.dead_until NULLS FIRST, r.seq";
  }

  /** Runs by their places in the order of registration (its primary key). */
  public String these() {
    return select + "WHERE r.seq = ANY (?)";
  }

  /** Runs that were changed after this commit (its primary key). */
  public String changedSince() {
    return select
        + "WHERE r.seq = ANY (ARRAY(SELECT unnest(c.runs) FROM change c WHERE c.version > ?))";
  }

  /** Numbers of ids that look automatic and were asked for (run_by_preferred_number). */
  public static final String PREFERRED_NUMBERS =
      "SELECT preferred_number FROM run WHERE preferred_number IS NOT NULL";

  /** What is to be forgotten by now (run_by_forget_at). */
  public String over() {
    return select + "WHERE r.forget_at <= ? ORDER BY r.forget_at, r.end_seq LIMIT ?";
  }

  /** When the next is to be forgotten (run_by_forget_at). */
  public static final String NEXT_OVER = "SELECT min(forget_at) FROM run WHERE forget_at > ?";

  /** What is kept, of these owners (run_by_owner; for everybody run_by_end). */
  public String kept(JobFilter filter) {
    return select + "WHERE r.forget_at IS NOT NULL AND " + ended(filter);
  }

  /** The latest ends (run_by_owner; for everybody run_by_end). */
  public String recent(JobFilter filter) {
    return select + "WHERE " + ended(filter) + " ORDER BY r.end_seq DESC LIMIT ?";
  }

  /**
   * All of these owners (run_by_owner, and run_not_ended for what has not ended, which is little;
   * for everybody the table itself).
   */
  public String all(JobFilter filter) {
    String which =
        filter instanceof JobFilter.All
            ? ""
            : "WHERE r.seq IN (SELECT seq FROM run r WHERE "
                + ended(filter)
                + " UNION ALL SELECT seq FROM run r WHERE r.end_seq IS NULL AND "
                + of(filter)
                + ")";
    return select + which + " ORDER BY r.seq";
  }

  private String ended(JobFilter filter) {
    return filter instanceof JobFilter.OwnerTree
        // Else it would be looked for among the ends of everybody.
        ? "r.seq IN (SELECT r.seq FROM run r"
            + byOwner
            + " WHERE r.end_seq IS NOT NULL AND "
            + of(filter)
            + ")"
        : "r.end_seq IS NOT NULL AND " + of(filter);
  }

  private static String of(JobFilter filter) {
    return switch (filter) {
      case JobFilter.All all -> "TRUE";
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
