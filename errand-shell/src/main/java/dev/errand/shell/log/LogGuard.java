package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small process beside the JVM that keeps the quotas of logs when the JVM is dead. Until then it
 * waits for the end of a pipe that only the JVM holds, and does nothing. Thread-safe.
 *
 * <p>One for each root folder; its name stands in the file {@code guard} there. It is in a session
 * of its own, so what is sent to ours does not reach it. See {@code guard.sh}.
 */
final class LogGuard implements AutoCloseable {
  private static final int SIGKILL = 9;
  private static final String SCRIPT = script();
  private static final Pattern LINE = Pattern.compile("(\\S+) (\\d{1,18}) (\\d{1,18})\n");

  private final Path root;
  private final Map<String, String> environment;
  private final Complaints complaints;
  private final AtomicBoolean starting = new AtomicBoolean();
  private final AtomicReference<Optional<Process>> process =
      new AtomicReference<>(Optional.empty());

  private LogGuard(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
    this.complaints = new Complaints(root);
  }

  /** Takes over: ends the guard that the JVM before us left behind. Starts none yet. */
  static LogGuard over(Path root) {
    return over(root, System.getenv());
  }

  static LogGuard over(Path root, Map<String, String> environment) {
    LogGuard guard = new LogGuard(root, environment);
    guard.endTheOneBefore();
    return guard;
  }

  /** Starts the guard if it does not run. Never throws: without it all works, until we die. */
  void ensure() {
    if (isAlive() || !starting.compareAndSet(false, true)) {
      return;
    }
    try {
      if (!isAlive()) {
        start();
      }
    } catch (IOException e) {
      complaints.say("no guard can be started; when this JVM dies, no quota of a log is kept", e);
    } finally {
      starting.set(false);
    }
  }

  Optional<Process> process() {
    return process.get();
  }

  /** Lets go: the guard keeps what still runs, and ends when nothing does. */
  @Override
  public void close() {
    process.get().ifPresent(LogGuard::endPipe);
  }

  private boolean isAlive() {
    return process.get().filter(Process::isAlive).isPresent();
  }

  private void start() throws IOException {
    Files.createDirectories(root);
    String name = UUID.randomUUID().toString();
    List<String> words =
        List.of("sh", "-c", SCRIPT, "errand-log-guard", root.toAbsolutePath().toString(), name);
    Process started;
    try {
      started = start(Stream.concat(Stream.of("setsid"), words.stream()).toList());
    } catch (IOException noSetsid) {
      started = start(words);
    }
    LogFiles.replace(
        guardFile(), name + " " + started.pid() + " " + startOf(started.pid()).orElse(0L) + "\n");
    process.set(Optional.of(started));
  }

  private Process start(List<String> words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(Path.of("/").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /**
   * It may be in the middle of its work: what it does is in such an order that this is fine at any
   * moment. So it cannot be that two keep one log.
   */
  private void endTheOneBefore() {
    try {
      Matcher line = LINE.matcher(Files.readString(guardFile(), StandardCharsets.US_ASCII));
      if (line.matches()) {
        long pid = Long.parseLong(line.group(2));
        if (startOf(pid).filter(start -> start == Long.parseLong(line.group(3))).isPresent()) {
          Posix.kill(pid, SIGKILL);
        }
      }
    } catch (NoSuchFileException _) {
      // there was none
    } catch (IOException e) {
      complaints.say("the guard of whoever was before cannot be found", e);
    }
  }

  private Path guardFile() {
    return root.resolve("guard");
  }

  /** Field 22 of its stat; nothing if there is no such process. */
  static Optional<Long> startOf(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(Long.parseLong(afterName[19]));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void endPipe(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // it is gone
    }
  }

  /** Without its comments: it is seen in the list of processes. */
  private static String script() {
    try (InputStream in = LogGuard.class.getResourceAsStream("guard.sh")) {
      if (in == null) {
        throw new IllegalStateException("guard.sh is missing beside " + LogGuard.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
