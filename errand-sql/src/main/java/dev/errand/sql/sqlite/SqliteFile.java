package dev.errand.sql.sqlite;

import dev.errand.sql.Synchronous;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** The file of a store: locked, checked, its schema up to date, with the connections to it. */
final class SqliteFile {
  /**
   * Less than half of what callers wait, so that they hear what is the matter, also if they had to
   * wait for a transaction that had to wait as well.
   */
  private static final int BUSY_TIMEOUT_MS = 2_000;

  /** 32 MiB; negative means kibibytes. */
  private static final int WRITER_CACHE = -32_768;

  /** A log that has grown in a bad hour shrinks to this when it begins anew. */
  private static final int LOG_BYTES = 64 << 20;

  private final Path path;
  private final StoreLock lock;
  private final List<Connection> connections = new ArrayList<>();
  final Connection writer;

  private SqliteFile(Path path, StoreLock lock, Synchronous synchronous) throws SQLException {
    this.path = path;
    this.lock = lock;
    this.writer = connect(false);
    boolean done = false;
    try {
      new Migrations(writer, path).run();
      // The mode is kept in the file. Only now: a new file is all there or not there at all.
      run("PRAGMA journal_mode = WAL");
      run("PRAGMA synchronous = " + synchronous);
      run("PRAGMA cache_size = " + WRITER_CACHE);
      run("PRAGMA journal_size_limit = " + LOG_BYTES);
      run("PRAGMA temp_store = MEMORY");
      done = true;
    } finally {
      if (!done) {
        writer.close();
      }
    }
  }

  /**
   * Opens the file, which need not be there.
   *
   * @throws dev.errand.StoreException if it is somebody else's, in use, newer, damaged, or cannot
   *     be written
   */
  static SqliteFile open(Path file, Synchronous synchronous) {
    Path path = file.toAbsolutePath();
    StoreLock lock = StoreLock.take(path);
    boolean done = false;
    try {
      FileHeader.check(path);
      SqliteFile opened = new SqliteFile(path, lock, synchronous);
      done = true;
      return opened;
    } catch (SQLException why) {
      throw new SqliteFailures(path).refused(why);
    } finally {
      if (!done) {
        closeQuietly(lock);
      }
    }
  }

  private static void closeQuietly(StoreLock lock) {
    try {
      lock.close();
    } catch (IOException unimportant) {
      // The store could not be opened, and that is what is told.
    }
  }

  Path path() {
    return path;
  }

  /** Two more connections, which can only read. */
  List<SqliteSource> readers() throws SQLException {
    return List.of(new SqliteSource(connect(true)), new SqliteSource(connect(true)));
  }

  private Connection connect(boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setReadOnly(readOnly);
    // Else the driver asks for the last row id after each INSERT, and nobody wants to know.
    config.setGetGeneratedKeys(false);
    // As a URI, so that no character of the path has a meaning of its own.
    Connection connection = config.createConnection("jdbc:sqlite:" + path.toUri());
    connections.add(connection);
    return connection;
  }

  private void run(String pragma) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      boolean unused = statement.execute(pragma);
    }
  }

  /** Leaves a file without a log beside it, closes all connections, gives up the lock. */
  void close() throws SQLException, IOException {
    try {
      run("PRAGMA optimize");
      for (Connection connection : connections) {
        connection.close(); // the last of them moves the log into the file
      }
    } finally {
      lock.close();
    }
  }
}
