package dev.errand.stores;

import dev.errand.spi.JobStore;
import dev.errand.spi.TimeAndThreads;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.SqlJobStore;
import dev.errand.sql.Synchronous;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import dev.errand.testkit.SteppedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The store that the tests of the contract and of the model run on: by default the one that a
 * manager makes for itself, with {@code -Derrand.contract.store=sqlite} a new SQLite file each
 * time, and with {@code =postgres} a new schema of one database.
 */
public final class Stores {
  private static final AtomicInteger FILES = new AtomicInteger();

  private Stores() {}

  /** A new store, unless managers are to make their own. */
  public static Optional<JobStore> chosen(TimeAndThreads time) {
    return switch (System.getProperty("errand.contract.store", "memory")) {
      case "memory" -> Optional.empty();
      case "sqlite" -> Optional.of(sqlite(time));
      case "postgres" -> Optional.of(postgres(time));
      case String other ->
          throw new IllegalArgumentException(
              "errand.contract.store must be memory, sqlite or postgres, not " + other);
    };
  }

  /**
   * How many of something a test about many has: all of them on the store that managers make for
   * themselves, fewer on one that writes each step to a file, all there too with {@code
   * -Derrand.contract.many=true}.
   */
  public static int many(int all, int onFile) {
    boolean onHeap = System.getProperty("errand.contract.store", "memory").equals("memory");
    return onHeap || Boolean.getBoolean("errand.contract.many") ? all : onFile;
  }

  /** A new SQLite store in a file that goes with the JVM. */
  public static JobStore sqlite(TimeAndThreads time) {
    Path file = Folder.PATH.resolve(FILES.incrementAndGet() + ".db");
    return new SteppedStore(SqlJobStore.sqlite(file, Synchronous.NORMAL, time));
  }

  /** Whether others may have the store as well: mail of owners waits for their own sinks then. */
  public static boolean areShared() {
    return System.getProperty("errand.contract.store", "memory").equals("postgres");
  }

  private static JobStore postgres(TimeAndThreads time) {
    PostgresOptions options =
        PostgresOptions.at(Database.URL).inSchema("s" + FILES.incrementAndGet());
    return new SteppedStore(SqlJobStore.postgres(options, time));
  }

  /** Made when somebody needs it. */
  private static final class Database {
    static final String URL = PostgresServer.shared(Version.V18).createDatabase();
  }

  /** Made when somebody needs it. */
  private static final class Folder {
    static final Path PATH;

    static {
      try {
        PATH = Files.createTempDirectory("errand-contract-");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(Folder::delete));
    }

    private static void delete() {
      try (Stream<Path> files = Files.list(PATH)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(PATH);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
