package dev.errand.cli.whole;

import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Two homes, as on two machines, whose daemons have their jobs in one PostgreSQL database. */
final class TwoHomes implements AutoCloseable {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final String url = PostgresServer.shared(Version.V18).createDatabase();
  private final DaemonHome here;
  private final DaemonHome there;

  /** With their daemons running; the first runs one job at a time. */
  TwoHomes(Path folder) throws Exception {
    here = new DaemonHome(Files.createDirectory(folder.resolve("here"), PRIVATE));
    there = new DaemonHome(Files.createDirectory(folder.resolve("there"), PRIVATE));
    Files.writeString(here.root().resolve("errand.properties"), "max-running=1\n");
    here.out("daemon", "start", "--store", url);
    there.out("daemon", "start", "--store", url);
  }

  /** The database. */
  String url() {
    return url;
  }

  DaemonHome here() {
    return here;
  }

  DaemonHome there() {
    return there;
  }

  /** A command that goes on until the file is there. */
  static String until(Path file, String last) {
    return "until [ -e " + file + " ]; do sleep 0.05; done; " + last;
  }

  /** Starts a script as a job; its id. */
  static String run(DaemonHome home, String script, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "-c", script));
    return home.out(words.toArray(String[]::new)).strip();
  }

  static String status(DaemonHome home, String id) throws Exception {
    return home.json("show", "--json", id).get("status").asString();
  }

  /** Ends their daemons and what those run. */
  @Override
  public void close() throws Exception {
    try (DaemonHome _ = here;
        DaemonHome _ = there) {
      // both, whatever happens to the first
    }
  }
}
