package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.sql.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Opens stores that keep jobs and deliveries in a database, so that they survive the process
 * (contract J). To be given to {@link dev.errand.AsyncJobManager.Builder#store}; nothing else in a
 * program changes.
 */
public final class SqlJobStore {

  private SqlJobStore() {}

  /**
   * The store in this SQLite file, which is made if it is not there; its folder must be. Brings an
   * older schema up to date. One process has it at a time. Uses one thread that writes and two that
   * read.
   *
   * <p>What was acknowledged survives {@code kill -9} and power failures ({@link
   * Synchronous#FULL}).
   *
   * @throws dev.errand.StoreException if the file is in use, was written by a newer version,
   *     belongs to another program, is damaged, or cannot be written; it is left as it was
   */
  public static JobStore sqlite(Path file) {
    return sqlite(file, Synchronous.FULL);
  }

  /** Like {@link #sqlite(Path)}, waiting for the disk as said. */
  public static JobStore sqlite(Path file, Synchronous synchronous) {
    return sqlite(file, synchronous, TimeAndThreads.system());
  }

  /** Like {@link #sqlite(Path)}, for tests: the store lives by this clock. */
  public static JobStore sqlite(Path file, Synchronous synchronous, TimeAndThreads time) {
    return SqliteStore.open(
        Objects.requireNonNull(file, "file must not be null"),
        Objects.requireNonNull(time, "time must not be null"),
        Objects.requireNonNull(synchronous, "synchronous must not be null"));
  }
}
