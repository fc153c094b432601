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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Makes stores for tests of the contract and of the model, which wait for no thread but one. */
public final class Stores {
  private static final AtomicInteger FILES = new AtomicInteger();

  private Stores() {}

  /**
   * How many of something a test about many has: all of them on the store that managers make for
   * themselves, fewer on one that writes each step to a file, all there too with {@code
   * -Derrand.contract.many=true}.
   */
  public static int many(int all, int onFile) {
    boolean onHeap = StoreKind.chosen() == StoreKind.MEMORY;
    return onHeap || Boolean.getBoolean("errand.contract.many") ? all : onFile;
  }

  /** A new SQLite store in a file that goes with the JVM. */
  public static JobStore sqlite(TimeAndThreads time) {
    Path file = Folder.PATH.resolve(FILES.incrementAndGet() + ".db");
    return new SteppedStore(SqlJobStore.sqlite(file, Synchronous.NORMAL, time));
  }

  /** A new PostgreSQL store in a schema of one database. */
  static JobStore postgres(TimeAndThreads time) {
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
