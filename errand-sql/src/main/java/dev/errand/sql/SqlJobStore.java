package dev.errand.sql;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.sql.postgres.PostgresStore;
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

  /**
   * The store in this PostgreSQL database, version 14 or newer, which any number of processes share
   * (contract K). Makes its tables in the schema {@code errand} if they are not there, and brings
   * older ones up to date. Uses a thread that writes, two that read and two that look after the
   * others, with a connection each; these must reach the server itself, or a pooler in session
   * mode.
   *
   * @param url as JDBC has it, user and password in it
   * @throws dev.errand.StoreException if it cannot be opened: the reason and the way out
   * @throws IllegalArgumentException if that is no URL of PostgreSQL
   */
  public static JobStore postgres(String url) {
    return postgres(PostgresOptions.at(url));
  }

  /** Like {@link #postgres(String)}, with these options. */
  public static JobStore postgres(PostgresOptions options) {
    return PostgresStore.open(Objects.requireNonNull(options, "options must not be null"));
  }

  /**
   * Looks whether a store could be opened there, and changes nothing.
   *
   * @throws dev.errand.StoreException if not, as {@link #postgres(PostgresOptions)} would say it.
   *     Rights to write are not tried
   */
  public static PostgresLook look(PostgresOptions options) {
    return PostgresStore.look(Objects.requireNonNull(options, "options must not be null"));
  }

  /** Like {@link #postgres(PostgresOptions)}, for tests: the store lives by this clock. */
  public static JobStore postgres(PostgresOptions options, TimeAndThreads time) {
    return PostgresStore.open(
        Objects.requireNonNull(options, "options must not be null"),
        Objects.requireNonNull(time, "time must not be null"));
  }
}
