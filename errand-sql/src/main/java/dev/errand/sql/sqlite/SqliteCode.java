package dev.errand.sql.sqlite;

import dev.errand.sql.rows.SqlFailure;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite calls a failure. */
final class SqliteCode {

  private SqliteCode() {}

  /** The result code, without its extension. */
  static SQLiteErrorCode of(Throwable failure) {
    if (!(SqlFailure.causeOf(failure) instanceof SQLiteException known)) {
      return SQLiteErrorCode.UNKNOWN_ERROR;
    }
    return SQLiteErrorCode.getErrorCode(known.getResultCode().code & 0xff);
  }

  /**
   * Whether it is about the disk or the file, and not about what was asked: the next one will fare
   * no better.
   */
  static boolean isOfTheFile(Throwable failure) {
    return switch (of(failure)) {
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
