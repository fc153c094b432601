package dev.errand.crash;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One pipe for the evidence of many lives, and for what the harness says of them. The system takes
 * a line whole and one after the other; so, as with one life, what stands before a call comes
 * before all that the call does, in whatever process.
 */
final class SharedPipe implements AutoCloseable {
  private static final String END = "end";

  private final RandomAccessFile ends;
  private final FileOutputStream own;
  private final Path path;
  private final Thread reader;
  private final Map<Integer, CompletableFuture<Boolean>> built = new ConcurrentHashMap<>();
  private final CompletableFuture<Boolean> read = new CompletableFuture<>();

  /**
   * Makes it and begins to read.
   *
   * @param log where all lines are kept
   * @param checker is told all that is said, on one thread
   */
  SharedPipe(Path path, Path log, Consumer<Event> checker)
      throws IOException, InterruptedException {
    this.path = path;
    Files.deleteIfExists(path);
    int code = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("mkfifo " + path + ": " + code);
    }
    ends = new RandomAccessFile(path.toFile(), "rw"); // both, or it would wait for a writer
    own = new FileOutputStream(path.toFile());
    reader = Thread.ofPlatform().daemon().name("evidence").start(() -> read(log, checker));
  }

  /** Where a life's standard output goes. */
  ProcessBuilder.Redirect output() {
    return ProcessBuilder.Redirect.to(path.toFile());
  }

  /** The harness says this of a life. */
  synchronized void say(int life, Kind kind, String... keysAndValues) {
    try {
      own.write(Event.stamped(life, kind, keysAndValues).bytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Returns when this life has its manager. */
  void awaitBuilt(int life, Duration patience) throws InterruptedException {
    await(built(life), patience, "life " + life + " was not built");
  }

  private CompletableFuture<Boolean> built(int life) {
    return built.computeIfAbsent(life, key -> new CompletableFuture<>());
  }

  private static void await(CompletableFuture<Boolean> signal, Duration patience, String what)
      throws InterruptedException {
    try {
      boolean unused = signal.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException(what, late);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  private void read(Path path, Consumer<Event> checker) {
    try (BufferedWriter log = Files.newBufferedWriter(path);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new FileInputStream(ends.getFD()), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); !END.equals(line); line = lines.readLine()) {
        log.write(line + "\n");
        Event event = Event.parse(line).orElseThrow(() -> new IOException("torn: it was whole"));
        checker.accept(event);
        if (event.kind() == Kind.BUILT) {
          boolean unused = built(event.life()).complete(true);
        }
      }
      read.complete(true);
    } catch (IOException | RuntimeException broken) {
      read.completeExceptionally(broken);
    }
  }

  /** Returns when all is read that was said; nobody says anything any more. */
  void finish() throws InterruptedException {
    try {
      own.write((END + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    await(read, Duration.ofSeconds(60), "the evidence is not read to its end");
  }

  @Override
  public void close() throws IOException {
    own.close();
    ends.close();
  }
}
