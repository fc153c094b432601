package dev.errand.bench.postgres;

import dev.errand.test.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;

/** Where a server has its data. */
final class Disk {

  /** For people; fails if that is no disk, where fsync would mean nothing. */
  static String of(PostgresServer server) throws IOException {
    FileStore store = Files.getFileStore(server.folder());
    if (store.type().equals("tmpfs")) {
      throw new IllegalStateException(
          server.folder()
              + " is in memory; name a folder on a disk with -D"
              + PostgresServer.FOLDER_PROPERTY);
    }
    return "files in %s on %s, %s"
        .formatted(server.folder().getParent(), store.name(), store.type());
  }

  private Disk() {}
}
