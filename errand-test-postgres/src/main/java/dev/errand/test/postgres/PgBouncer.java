package dev.errand.test.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PgBouncer as a process in front of a server, for machines that have it. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether it is on the {@code PATH}, together with a server to stand before. */
  public static boolean isInstalled() {
    return PostgresServer.isAvailable()
        && List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbouncer")));
  }

  /**
   * Starts one with its files in this folder; returns when it takes connections.
   *
   * @param server the port of the server
   * @param mode its {@code pool_mode}
   */
  public static PgBouncer start(Path folder, int server, String mode)
      throws IOException, InterruptedException {
    int port = FreePort.find();
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
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
        """
            .formatted(server, port, mode));
    List<String> command = Privileges.dropped(List.of("pgbouncer", settings.toString()));
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

  /** The port at 127.0.0.1 that clients connect to. */
  public int port() {
    return port;
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    Process unused = process.onExit().join();
  }
}
