package dev.errand.sql.sqlite;

/** What is said to SQLite beside the SQL about runs. */
public final class SqliteSql {

  private SqliteSql() {}

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

  /** How far the store has counted. */
  public static final String UPDATE_COUNTER =
      "UPDATE counter SET next_id = ?, next_sequence = ?, ends = ?, last_lease = ? WHERE only = 1";

  static final String SELECT_COUNTER =
      "SELECT next_id, next_sequence, ends, last_lease FROM counter WHERE only = 1";

  /**
   * Holds died with the process that had them (run_held). SQLite by itself would take
   * run_by_forget_at and look at every run that is kept.
   */
  static final String RELEASE_KEPT =
      "UPDATE run INDEXED BY run_held SET holds = 0 WHERE holds > 0 AND forget_at IS NOT NULL";
}
