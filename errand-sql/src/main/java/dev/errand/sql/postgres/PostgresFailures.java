package dev.errand.sql.postgres;

import dev.errand.StoreException;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.posting.Failures;
import dev.errand.sql.rows.SqlFailure;

/** What users are told about a database that fails: what is wrong, where, and the way out. */
final class PostgresFailures implements Failures {
  private static final String USUAL_SCHEMA = "errand";

  private static final String READ_ONLY =
      " can only be read: it is a standby, or default_transaction_read_only is on. Connect to the"
          + " primary (targetServerType=primary), or turn that off";

  private final String where;

  /** About the store with these options. */
  PostgresFailures(PostgresOptions options) {
    String schema = options.schema();
    where = options.place() + (schema.equals(USUAL_SCHEMA) ? "" : ", schema " + schema + ",");
  }

  /** It is there, but of no use for this reason. */
  StoreException unsuitable(String why) {
    return new StoreException("store " + where + why, false, null);
  }

  /** Nothing can be written there. */
  StoreException readOnly() {
    return unsuitable(READ_ONLY);
  }

  /** The server is not reached itself. */
  StoreException behindPooler() {
    return unsuitable(
        " is behind a pooler that gives each transaction another session (pool_mode=transaction):"
            + " locks and notifications do not hold there. Connect to the server itself, or to a"
            + " pool with pool_mode=session");
  }

  @Override
  public StoreException refused(Throwable cause) {
    return cause instanceof StoreException known
        ? known
        : new StoreException(sentence(cause), false, cause);
  }

  @Override
  public StoreException notCommitted(Throwable cause) {
    return new StoreException(sentence(cause), true, cause);
  }

  @Override
  public StoreException slow() {
    return new StoreException("store " + where + " is busy and does not answer", false, null);
  }

  private String sentence(Throwable cause) {
    String state = SqlState.of(cause);
    return "store "
        + where
        + switch (state) {
          case "28P01", "28000" ->
              " refuses this user: look at user and password, and at pg_hba.conf";
          case "3D000" -> " is not there: create the database, or look at the URL";
          case "42501" -> " does not let this user: see the grants in docs/operating-postgresql.md";
          case "25006" -> READ_ONLY;
          case "53100" -> " cannot grow: its disk is full. Make room; what waits is tried again";
          case "53300" -> " has no connection left: raise max_connections, or end other programs";
          case "57P01", "57P02", "57P03" -> " is starting up or shutting down; it is tried again";
          case "55P03" ->
              " is locked: another process holds its lock for too long. See pg_stat_activity";
          case SqlState.TAKEN_FOR_DEAD ->
              " took this process for dead, and has not heard of it since; it is tried again";
          case "57014" -> " took too long to answer";
          default ->
              (state.startsWith("08") ? " cannot be reached: " : " failed: ") + messageOf(cause);
        };
  }

  private static String messageOf(Throwable cause) {
    String message = SqlFailure.causeOf(cause).getMessage();
    return message == null ? cause.toString() : message;
  }
}
