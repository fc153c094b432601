package dev.errand.test.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of a server, which outlive its process, and the settings it is always started with. */
final class Cluster {
  static final String USER = "postgres";

  private static final int MAX_CONNECTIONS = 200;

  private final Path binaries;
  private final Path folder;
  private final int port;

  private Cluster(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /** Makes an empty one. */
  static Cluster create(Version version) throws IOException, InterruptedException {
    Path parent =
        Path.of(
                System.getProperty(
                    PostgresServer.FOLDER_PROPERTY, System.getProperty("java.io.tmpdir")))
            .toAbsolutePath();
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "errand-postgres-" + version.major() + "-");
    Cluster cluster = new Cluster(Binaries.unpacked(version), folder, FreePort.find());
    cluster.initialize();
    return cluster;
  }

  private void initialize() throws IOException, InterruptedException {
    Command.run(
        Privileges.dropped(
            List.of(
                program("initdb"),
                "--pgdata=" + data(),
                "--username=" + USER,
                "--auth=trust",
                // What is lost here if the power goes is made again.
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C")));
  }

  /** Has a {@link SmallDisk} beside the data when it is started next. */
  Path addSmallDisk() throws IOException {
    return Files.createDirectory(folder.resolve(SmallDisk.NAME));
  }

  /** Starts a server on it. */
  Postmaster start() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", data().toString()));
    settings()
        .forEach((name, value) -> {
          command.add("-c");
          command.add(name + "=" + value);
        });
    return new Postmaster(command, folder);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", String.valueOf(port));
    // The path of a socket may have 107 characters only, and nobody needs it.
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", String.valueOf(MAX_CONNECTIONS));
    settings.putAll(Durability.SETTINGS);
    // Ours waits for a line of the log.
    settings.put("lc_messages", "C");
    settings.put("logging_collector", "off");
    return settings;
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** When its server has been stopped. */
  void delete() throws IOException {
    Folders.delete(folder);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String program(String name) {
    return binaries.resolve("bin").resolve(name).toString();
  }
}
