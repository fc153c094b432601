package dev.errand.cli.whole;

import dev.errand.cli.OnTerminal;
import dev.errand.cli.TestImage;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A home of its own for a test, the real client as a process of its own, and the daemon that it
 * starts. What comes from here has a mark in its environment, so that a test can ask who is left.
 */
public final class DaemonHome implements AutoCloseable {
  private static final String MARK = "ERRAND_TEST_MARK";
  private static final long PATIENCE_SECONDS = 120;

  /** What a client left. */
  record Ended(int code, String out, String err) {}

  /** A client that runs. */
  record Running(Process process, CompletableFuture<byte[]> out, CompletableFuture<byte[]> err) {
    Ended ended() throws InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "the client did not end; it wrote " + text(out) + " and said " + text(err));
      }
      return new Ended(process.exitValue(), text(out), text(err));
    }

    private static String text(CompletableFuture<byte[]> bytes) {
      return new String(bytes.join(), StandardCharsets.UTF_8);
    }
  }

  private final String mark = UUID.randomUUID().toString();
  private final Path root;
  private final Map<String, String> environment = new HashMap<>();

  /** In this folder. */
  public DaemonHome(Path root) {
    this.root = root;
    environment.put("ERRAND_HOME", root.toString());
    environment.put(MARK, mark);
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** Its folder. */
  public Path root() {
    return root;
  }

  /** One more variable for the clients. */
  public DaemonHome with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** How a client with these arguments is started. */
  public List<String> command(String... words) {
    List<String> command = TestImage.command(words[0], List.of());
    command.addAll(List.of(words));
    return command;
  }

  /** What a client finds in its environment. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  Running start(String... words) throws IOException {
    Process process = launch(words);
    return new Running(process, all(process.getInputStream()), all(process.getErrorStream()));
  }

  /** A client whose output the test reads as it comes. */
  Process launch(String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(OnTerminal.command(command(words)));
    builder.environment().remove("ERRAND_OWNER");
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return builder.start();
  }

  Ended run(String... words) throws IOException, InterruptedException {
    return start(words).ended();
  }

  /** What it writes, if all goes well. */
  public String out(String... words) throws IOException, InterruptedException {
    Ended ended = run(words);
    if (ended.code() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + ended);
    }
    return ended.out();
  }

  JsonNode json(String... words) throws IOException, InterruptedException {
    return Json.tree(out(words));
  }

  /** The process of the daemon; empty if nobody answers. */
  Optional<ProcessHandle> daemon() {
    return status().flatMap(it -> ProcessHandle.of(it.get("pid").asLong()));
  }

  /** What the daemon says about itself; empty if nobody answers. */
  public Optional<JsonNode> status() {
    try {
      return get("/v1/status").map(Json::tree);
    } catch (IOException nobody) {
      return Optional.empty();
    }
  }

  /**
   * What is at this path of the API; empty if the daemon went away before it had answered.
   *
   * @throws IOException if nobody is there
   */
  Optional<String> get(String path) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(root.resolve("errand.sock")))) {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(
          ("GET " + path + " HTTP/1.0\r\nHost: errand\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      int body = answer.indexOf("\r\n\r\n");
      return body < 0 ? Optional.empty() : Optional.of(answer.substring(body + 4));
    }
  }

  /** The processes that come from here and live, without daemons. */
  List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(folder -> read(folder.resolve("environ")).contains(MARK + "=" + mark))
          .map(folder -> read(folder.resolve("cmdline")).replace('\0', ' '))
          .filter(line -> !line.isBlank())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException gone) {
      return "";
    }
  }

  private static CompletableFuture<byte[]> all(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return in.readAllBytes();
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        },
        Thread::startVirtualThread);
  }

  /** Ends all jobs and the daemon. */
  @Override
  public void close() throws IOException, InterruptedException {
    Ended stopped = run("daemon", "stop", "--cancel");
    if (stopped.code() != 0) {
      throw new AssertionError("the daemon does not stop: " + stopped);
    }
  }
}
