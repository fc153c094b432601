package dev.errand.shell.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A host in a folder, for one test, and what it started. {@link #close} lets nothing live on. */
final class Jobs implements AutoCloseable {
  /** The net only: what is waited for comes much sooner. */
  static final long NET_SECONDS = 120;

  final Path root;
  private final List<ProcessHost> hosts = new CopyOnWriteArrayList<>();
  private final List<String> runs = new CopyOnWriteArrayList<>();
  final ProcessHost host;

  Jobs(Path root) {
    this(root, Optional.empty(), true);
  }

  Jobs(Path root, Optional<Tools> tools, boolean mayWatch) {
    this(root, tools, mayWatch, Duration.ofSeconds(NET_SECONDS));
  }

  Jobs(Path root, Optional<Tools> tools, boolean mayWatch, Duration patience) {
    this.root = root;
    this.host = ProcessHost.in(root, tools, mayWatch, patience);
    hosts.add(host);
  }

  /** Another JVM, as far as the folder knows. */
  ProcessHost another() {
    ProcessHost another = ProcessHost.in(root);
    hosts.add(another);
    return another;
  }

  /** A name for a run that is used only once on this machine. */
  String newId() {
    String id = "test-" + UUID.randomUUID();
    runs.add(id);
    return id;
  }

  Launch launch(Map<String, String> environment, boolean stdin, String... argv) {
    return new Launch(newId(), List.of(argv), root, environment, stdin);
  }

  RunningProcess start(String... argv) {
    return start(launch(Map.of("PATH", System.getenv("PATH")), false, argv));
  }

  RunningProcess sh(String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return start(argv.toArray(String[]::new));
  }

  RunningProcess start(Launch launch) {
    try {
      return host.start(launch);
    } catch (CannotStartException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The records of those that wait for a command. */
  List<Path> standBys() {
    try (var files = Files.list(RunFiles.standBys(root))) {
      return files.toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A process of the one that waits for a command, when that is ready. */
  ProcessId standBy(Function<RunRecord, Optional<ProcessId>> which) {
    assertThat(becomes(() -> standByRecord().flatMap(RunRecord::leader).isPresent())).isTrue();
    return standByRecord().flatMap(which).orElseThrow();
  }

  private Optional<RunRecord> standByRecord() {
    try {
      return RunRecord.read(standBys().getFirst());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(NET_SECONDS, SECONDS).join();
  }

  static ProcessEnd end(RunningProcess process) {
    return await(process.end());
  }

  static String output(RunningProcess process) {
    assertThat(end(process)).isNotNull();
    try {
      return Files.readString(process.output());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Something a job says to the test, by {@code echo text >file}. */
  Path pipe() {
    Path pipe = root.resolve("pipe-" + UUID.randomUUID());
    assertThat(Posix.mkfifo(pipe)).isZero();
    return pipe;
  }

  /** Waits for that. */
  static String heard(Path pipe) {
    return await(
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe).strip();
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            },
            it -> Thread.ofPlatform().daemon().start(it)));
  }

  /** The same of this one, which is described if it says nothing. */
  static String heard(RunningProcess process, Path pipe) {
    try {
      return heard(pipe);
    } catch (CompletionException silent) {
      throw new AssertionError(described(process), silent);
    }
  }

  private static String described(RunningProcess process) {
    try {
      List<Optional<ProcStat>> living =
          all(process.runId()).stream().map(it -> ProcStat.of(it.pid())).toList();
      return "%s; record: %s; alive: %s; output: %s"
          .formatted(
              process.end(),
              Files.readString(process.files().record()).strip(),
              living,
              Files.readString(process.output()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Waits until a process that the kernel is ending is gone, helpers of a supervisor too. */
  static boolean isGone(ProcessId process) {
    return becomes(() -> !process.isAlive());
  }

  /** Whether this is so within the time that everything has. */
  static boolean becomes(BooleanSupplier state) {
    long deadline = System.nanoTime() + SECONDS.toNanos(NET_SECONDS);
    while (!state.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  RunRecord record(RunningProcess process) {
    try {
      return RunRecord.read(process.files().record()).orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  ProcessId supervisor(RunningProcess process) {
    return record(process).supervisor().orElseThrow();
  }

  /** Everything that has the cookie of a run, its supervisor too. */
  static List<ProcessId> all(String runId) {
    return new ProcessTree(runId, Optional.empty(), Optional.empty(), new ProcessTable()).living();
  }

  @Override
  public void close() throws InterruptedException {
    for (String run : runs) {
      // Without knowing its supervisor: whatever has the cookie.
      List<ProcessId> survivors =
          new ProcessTree(run, Optional.empty(), Optional.empty(), new ProcessTable())
              .end(Duration.ZERO);
      assertThat(survivors).isEmpty();
    }
    hosts.forEach(ProcessHost::close);
  }
}
