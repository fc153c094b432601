package dev.errand.sql.sqlite;

import java.io.Serial;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the database said no to, on its way through code that knows nothing of databases. */
final class SqlFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final SQLException why;

  SqlFailure(SQLException why) {
    super(why.getMessage(), why);
    this.why = why;
  }

  /** Something that can be tried with a database. */
  interface Attempt<T> {
    T make() throws SQLException;
  }

  static <T> T orFailure(Attempt<T> attempt) {
    try {
      return attempt.make();
    } catch (SQLException why) {
      throw new SqlFailure(why);
    }
  }

  /** The result code of SQLite, without its extension. */
  static SQLiteErrorCode codeOf(Throwable failure) {
    Throwable cause = failure instanceof SqlFailure known ? known.why : failure;
    if (!(cause instanceof SQLiteException known)) {
      return SQLiteErrorCode.UNKNOWN_ERROR;
    }
    return SQLiteErrorCode.getErrorCode(known.getResultCode().code & 0xff);
  }

  /**
   * Whether it is about the disk or the file, and not about what was asked: the next one will fare
   * no better.
   */
  static boolean isOfTheFile(Throwable failure) {
    return switch (codeOf(failure)) {
      case SQLITE_FULL,
          SQLITE_IOERR,
          SQLITE_READONLY,
          SQLITE_CORRUPT,
          SQLITE_NOTADB,
          SQLITE_CANTOPEN,
          SQLITE_BUSY,
          SQLITE_LOCKED,
          SQLITE_NOMEM,
          SQLITE_PROTOCOL ->
          true;
      default -> false;
    };
  }
}
