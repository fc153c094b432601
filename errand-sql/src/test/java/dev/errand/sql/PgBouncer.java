package dev.errand.sql;

import dev.errand.test.postgres.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PgBouncer as a process, for machines that have it. */
final class PgBouncer implements AutoCloseable {
  private static final String SETTINGS =
      """
      [databases]
      * = host=127.0.0.1 port=%d user=postgres
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = any
      pool_mode = %s
      ignore_startup_parameters = extra_float_digits
      """;

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether it is on the {@code PATH}, together with a server to stand before. */
  static boolean isInstalled() {
    return PostgresServer.isAvailable()
        && List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbouncer")));
  }

  /** Starts one with its files in this folder; returns when it takes connections. */
  static PgBouncer start(Path folder, int server, String mode) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(settings, SETTINGS.formatted(server, port, mode));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name")
        .equals("root")) { // it refuses to run as root, as the server
      command.addAll(List.of("unshare", "--user"));
    }
    command.addAll(List.of("pgbouncer", settings.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    BufferedReader output = process.inputReader();
    String line;
    do {
      line = output.readLine();
      said.append(line).append('\n');
    } while (line != null && !line.contains("process up"));
    if (line == null) {
      throw new IOException("PgBouncer did not start: " + said);
    }
    Thread.ofVirtual().start(() -> output.lines().forEach(unused -> {}));
    return new PgBouncer(process, port);
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
