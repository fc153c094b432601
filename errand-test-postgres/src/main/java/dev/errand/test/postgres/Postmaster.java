package dev.errand.test.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One life of a server: from its start until it is stopped.
 *
 * <p>A shell between us and the server waits for the name of a signal. It gets none when this JVM
 * is gone, however it went, and then the server goes, too, and its data with it: no test leaves one
 * behind.
 */
final class Postmaster {
  private static final String KEEPER =
      """
      folder=$1
      shift
      "$@" &
      exec >/dev/null 2>&1
      read -r signal
      kill -"${signal:-QUIT}" $!
      wait
      [ -n "$signal" ] || rm -rf "$folder"
      """;

  private static final String READY = "database system is ready to accept connections";
  private static final long PATIENCE_SECONDS = 60;

  private final Process keeper;
  private final Thread copier;
  private final Path log;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final long pid;

  /**
   * Starts a server and returns when it takes connections.
   *
   * @param command the server, in the foreground
   * @param folder what there is of it: {@code data}, perhaps a folder for a {@link SmallDisk}, and
   *     {@code server.log}, to which what it prints is appended
   */
  Postmaster(List<String> command, Path folder) throws IOException, InterruptedException {
    this.log = folder.resolve("server.log");
    List<String> words = new ArrayList<>(List.of("sh", "-c", KEEPER, "keeper", folder.toString()));
    words.addAll(command);
    Path disk = folder.resolve(SmallDisk.NAME);
    List<String> whole =
        Files.exists(disk) ? SmallDisk.mounted(disk, words) : Privileges.dropped(words);
    keeper = new ProcessBuilder(whole).redirectErrorStream(true).start();
    BufferedReader output = keeper.inputReader();
    copier = Thread.ofPlatform().daemon().name("postgres-log").start(() -> copy(output));
    awaitReady();
    pid = pid(folder.resolve("data"));
  }

  /** The first line of a file that the server writes before it is ready. */
  private static long pid(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
  }

  /** The process whose children the sessions are. */
  long pid() {
    return pid;
  }

  /**
   * Returns when it is gone with all its sessions; also if somebody has killed it, and these are
   * still on their way out, who would keep the next one from starting.
   */
  void stop(StopMode mode) throws IOException, InterruptedException {
    try (Writer writer = keeper.outputWriter()) {
      writer.write(mode.signal() + "\n");
    }
    // All of them have the end of the pipe that is read here.
    if (!keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        || !copier.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
      throw new IOException("PostgreSQL does not stop; see " + log);
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    try {
      ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      stop(StopMode.IMMEDIATE);
      throw new IOException("PostgreSQL did not start: " + Files.readString(log), failed);
    }
  }

  private void copy(BufferedReader output) {
    try (Writer writer =
        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        writer.write(line + "\n");
        writer.flush();
        if (line.contains(READY)) {
          ready.complete(null);
        }
      }
      ready.completeExceptionally(new IOException("it has ended"));
    } catch (IOException failed) {
      ready.completeExceptionally(failed);
      throw new UncheckedIOException(failed);
    }
  }
}
