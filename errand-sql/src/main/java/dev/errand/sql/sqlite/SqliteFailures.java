package dev.errand.sql.sqlite;

import dev.errand.StoreException;
import dev.errand.sql.posting.Failures;
import java.nio.file.Path;

/**
 * What users are told about a database that fails: what is wrong, with which file, and the way out.
 */
final class SqliteFailures implements Failures {
  private final Path file;

  SqliteFailures(Path file) {
    this.file = file;
  }

  @Override
  public StoreException refused(Throwable cause) {
    return new StoreException(sentence(cause), false, cause);
  }

  @Override
  public StoreException notCommitted(Throwable cause) {
    return new StoreException(sentence(cause), true, cause);
  }

  @Override
  public StoreException slow() {
    return new StoreException("store " + file + " is busy and does not answer", false, null);
  }

  private String sentence(Throwable cause) {
    return "store "
        + file
        + switch (SqliteCode.of(cause)) {
          case SQLITE_FULL -> " cannot grow: the disk is full. Make room, and try again";
          case SQLITE_READONLY -> " cannot be written: the file or its folder is read-only";
          case SQLITE_CORRUPT, SQLITE_NOTADB ->
              " is damaged. Stop, copy the file, and try sqlite3 with .recover";
          case SQLITE_CANTOPEN -> " cannot be opened: look at the folder, its owner and its mode";
          case SQLITE_BUSY, SQLITE_LOCKED ->
              " is locked by another program. End its transaction and try again";
          case SQLITE_IOERR -> " cannot be read or written: " + cause.getMessage();
          default -> " failed: " + cause.getMessage();
        };
  }
}
