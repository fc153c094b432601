package dev.errand.test.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on the loopback interface, with fsync on, that can be stopped and
 * started again with its data and at its port. Its user is {@code postgres}, without a password; it
 * takes 200 connections.
 *
 * <p>Needs Linux on x86_64, {@code tar}, and as root {@code unshare} too; see {@link #isAvailable}.
 * The data lie in the folder for temporary files, or in that of {@link #FOLDER_PROPERTY}. A server
 * ends with its JVM, however that ends.
 *
 * <p>Its methods may be called from any thread. They fail with {@link UncheckedIOException} and
 * {@link IllegalStateException}: nothing a test could go on after.
 */
public final class PostgresServer implements AutoCloseable {
  /** Says in which folder the data are made, if the one for temporary files is in memory. */
  public static final String FOLDER_PROPERTY = "errand.test.postgres.dir";

  private final Cluster cluster;
  private final boolean shared;
  private @Nullable Postmaster postmaster;
  private boolean closed;

  private PostgresServer(Cluster cluster, boolean shared) {
    this.cluster = cluster;
    this.shared = shared;
  }

  /** Whether there is a server for this machine. */
  public static boolean isAvailable() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /** Starts a server of one's own, empty. Takes some seconds. */
  public static PostgresServer start(Version version) {
    return start(version, false);
  }

  /** Whether {@link #startWithSmallDisk} is possible here: it mounts a file system. */
  public static boolean canHaveSmallDisk() {
    return isAvailable() && quietly(SmallDisk::isAvailable);
  }

  /**
   * As {@link #start(Version)}, with a disk of 24 MiB that is soon full; see {@link
   * #createDatabaseOnSmallDisk}. It does not outlive the process: such a server must not be stopped
   * and started again.
   */
  public static PostgresServer startWithSmallDisk(Version version) {
    return quietly(() -> {
      Cluster cluster = Cluster.create(version);
      Path disk = cluster.addSmallDisk();
      PostgresServer server = new PostgresServer(cluster, false);
      server.startServer();
      server.execute("CREATE TABLESPACE small LOCATION '" + disk + "'");
      return server;
    });
  }

  /**
   * The one server of this version for the whole JVM, started by the first call; for tests that
   * need no more than a database of their own. {@link #close} does nothing to it, and nobody stops
   * it.
   */
  public static PostgresServer shared(Version version) {
    return SharedServers.get(version);
  }

  static PostgresServer start(Version version, boolean shared) {
    return quietly(() -> {
      PostgresServer server = new PostgresServer(Cluster.create(version), shared);
      server.startServer();
      return server;
    });
  }

  // ---- where it is

  /** Its port at 127.0.0.1, always the same. */
  public int port() {
    return cluster.port();
  }

  /**
   * What there is of it, all of which goes with {@link #close}: {@code data}, {@code server.log}.
   */
  public Path folder() {
    return cluster.folder();
  }

  /** The whole JDBC URL of a database of this server. */
  public String url(String database) {
    return url(port(), database);
  }

  /** The whole JDBC URL of a database of this server as seen through a proxy at that port. */
  public static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, Cluster.USER);
  }

  /** Makes a database that is empty and nobody else's, and returns its JDBC URL. */
  public String createDatabase() {
    return url(createDatabaseNamed());
  }

  /** Makes a database that is empty and nobody else's, and returns its name. */
  public String createDatabaseNamed() {
    String name = "errand_" + UUID.randomUUID().toString().replace('-', '_');
    execute("CREATE DATABASE " + name);
    return name;
  }

  /**
   * Makes such a database on the small disk, which has about half of it left then, and returns its
   * JDBC URL.
   */
  public String createDatabaseOnSmallDisk() {
    String name = createDatabaseNamed();
    execute("ALTER DATABASE " + name + " SET TABLESPACE small");
    return url(name);
  }

  private void execute(String command) {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException failed) {
      throw new IllegalStateException(command + " failed", failed);
    }
  }

  /**
   * Fails unless the server itself says that a commit of it survives a loss of power; for whoever
   * is about to measure, or to kill.
   *
   * @throws AssertionError if it does not
   */
  public void assertDurable() {
    try {
      Durability.check(url("postgres"));
    } catch (SQLException failed) {
      throw new IllegalStateException("the server does not answer", failed);
    }
  }

  // ---- faults

  /** Stops it in the orderly way and starts it again. */
  public void restart() {
    restart(StopMode.FAST);
  }

  /** Stops it and starts it again; returns when it takes connections. */
  public synchronized void restart(StopMode mode) {
    stopServer(mode);
    startServer();
  }

  /** Stops it in the orderly way; the data stay. */
  public void stopServer() {
    stopServer(StopMode.FAST);
  }

  /** Stops it; the data stay. Returns when it is gone; does nothing if it is not there. */
  public synchronized void stopServer(StopMode mode) {
    Postmaster running = postmaster;
    if (running != null) {
      postmaster = null;
      quietly(() -> {
        running.stop(mode);
        return running;
      });
    }
  }

  /** Starts it with the data it had; returns when it takes connections. Twice is fine. */
  public synchronized void startServer() {
    if (closed) {
      throw new IllegalStateException("The server is closed and its data are gone; start another.");
    }
    if (postmaster == null) {
      postmaster = quietly(cluster::start);
    }
  }

  /** The process that takes the connections and whose children serve them. */
  public synchronized long postmasterPid() {
    Postmaster running = postmaster;
    if (running == null) {
      throw new IllegalStateException("The server is stopped; call startServer() first.");
    }
    return running.pid();
  }

  // ---- the end

  /** Ends it and deletes its data; a shared one goes on. Twice is fine. */
  @Override
  public void close() {
    if (!shared) {
      end();
    }
  }

  synchronized void end() {
    if (!closed) {
      closed = true;
      stopServer(StopMode.IMMEDIATE);
      quietly(() -> {
        cluster.delete();
        return cluster;
      });
    }
  }

  private interface Action<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T quietly(Action<T> action) {
    try {
      return action.run();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
