package dev.errand.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code errand} as a user has it: a process of its own. All processes that come from it carry a
 * mark in their environment, so that a test can ask whether any of them is left.
 */
public final class ErrandProcess {
  private static final String MARK = "ERRAND_TEST_MARK";
  private static final long PATIENCE_SECONDS = 60;

  /** What the process left: all of its output, and its exit code. */
  public record Ended(byte[] stdout, String stderr, int exitCode) {
    public String text() {
      return new String(stdout, StandardCharsets.UTF_8);
    }
  }

  private final String mark = UUID.randomUUID().toString();
  private final Process process;
  private final CompletableFuture<byte[]> stderr;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private ErrandProcess(ProcessBuilder builder, Map<String, String> environment)
      throws IOException {
    builder.environment().putAll(Map.of(MARK, mark, "LC_ALL", "C.UTF-8"));
    builder.environment().put("ERRAND_HOME", SharedHome.path().toString());
    builder.environment().remove("ERRAND_OWNER");
    builder.environment().putAll(environment);
    process = builder.start();
    stderr = inBackground(process.getErrorStream());
  }

  /** Starts {@code errand} with these arguments. */
  public static ErrandProcess start(String... args) throws IOException {
    return start(Map.of(), List.of(), args);
  }

  /** Starts {@code errand} with more in its environment, and options for the JVM. */
  public static ErrandProcess start(
      Map<String, String> environment, List<String> jvm, String... args) throws IOException {
    List<String> command = TestImage.command(args.length == 0 ? "" : args[0], jvm);
    command.addAll(List.of(args));
    return new ErrandProcess(new ProcessBuilder(OnTerminal.command(command)), environment);
  }

  /** Runs a shell script in which {@code "$@"} is {@code errand}. */
  public static Ended shell(String script) throws IOException, InterruptedException {
    return script(Map.of(), List.of(), script).await();
  }

  /** Starts a shell script in which {@code "$@"} is {@code errand}. */
  public static ErrandProcess script(
      Map<String, String> environment, List<String> jvm, String script) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(TestImage.command("", jvm));
    return new ErrandProcess(new ProcessBuilder(command), environment);
  }

  /** Runs {@code errand} with these arguments to its end. */
  public static Ended run(String... args) throws IOException, InterruptedException {
    return start(args).await();
  }

  /** Runs a job that is a shell script to its end. */
  public static Ended runJob(String script) throws IOException, InterruptedException {
    return run("run", "--wait", "--", "sh", "-c", script);
  }

  /** Writes to its stdin. */
  public void write(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Its stdin has ended. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits until the output begins with this. */
  public void awaitOutput(String expected) throws IOException {
    InputStream stdout = process.getInputStream();
    while (seen.size() < expected.length()) {
      int next = stdout.read();
      if (next < 0) {
        throw new AssertionError("the output ended with: " + seen);
      }
      seen.write(next);
    }
    if (!seen.toString(StandardCharsets.UTF_8).equals(expected)) {
      throw new AssertionError("not the expected output: " + seen);
    }
  }

  /** Sends a signal to {@code errand} itself. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end. */
  public Ended await() throws IOException, InterruptedException {
    CompletableFuture<byte[]> stdout = inBackground(process.getInputStream());
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("errand did not end; the output so far: " + seen);
    }
    seen.writeBytes(stdout.join());
    String said = new String(stderr.join(), StandardCharsets.UTF_8);
    return new Ended(seen.toByteArray(), said, process.exitValue());
  }

  /** The processes that come from this one and live, by their command lines. */
  public List<String> survivors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(folder -> contains(folder.resolve("environ"), MARK + "=" + mark))
          .map(folder -> read(folder.resolve("cmdline")).replace('\0', ' '))
          .toList();
    }
  }

  private static boolean contains(Path file, String text) {
    return read(file).contains(text);
  }

  private static String read(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException gone) {
      return "";
    }
  }

  private static CompletableFuture<byte[]> inBackground(InputStream in) {
    // Not in the common pool, which may have one thread only.
    return CompletableFuture.supplyAsync(() -> readAll(in), Thread::startVirtualThread);
  }

  private static byte[] readAll(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
