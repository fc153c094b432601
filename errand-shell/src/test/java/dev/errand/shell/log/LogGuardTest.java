package dev.errand.shell.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.os.Posix;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogGuardTest {
  private static final long MIB = 1L << 20;
  private static final Quota QUOTA = new Quota(8 * MIB);

  /** A paced writer of this prints for two seconds at least. */
  private static final long BYTES = 100_000_000;

  @TempDir Path root;
  private LogFolder run;
  private Optional<ProcessHandle> guard = Optional.empty();

  @BeforeEach
  void folder() throws IOException {
    run = new LogFolder(Files.createDirectories(root.resolve("runs/r1")));
    Files.createFile(run.files.output());
  }

  @AfterEach
  void endGuard() {
    guard.ifPresent(ProcessHandle::destroyForcibly);
  }

  private WatchedLog watched(Writer writer) {
    return WatchedLog.in(run.files.folder())
        .keeping(QUOTA, writer, () -> {})
        .writtenBy(writer.id());
  }

  private LogKeeper keeper(LogGuard by) {
    return LogKeeper.start(Optional.of(by), Posix::punchHole, System::nanoTime);
  }

  private static void await(ProcessHandle process) throws Exception {
    process.onExit().get(120, TimeUnit.SECONDS);
  }

  private void keptByGuard(Sampler sampler) throws IOException {
    // Some 50 MB/s for a second come between two looks of the guard.
    assertThat(sampler.peak()).isLessThan(QUOTA.bytes() + 110 * MIB);
    LogState.Present state = (LogState.Present) run.log.state();
    Released released = state.released();
    assertThat(released.start()).isEqualTo(QUOTA.head());
    assertThat(released.end()).isGreaterThan(20 * MIB);
    exact(0, released.start());
    exact(released.end(), state.size());
    assertThat(run.files.braked()).doesNotExist();
  }

  private void exact(long from, long to) {
    for (long at = from; at < to; at += MIB) {
      int length = (int) Math.min(MIB, to - at);
      assertThat(Arrays.equals(run.log.read(at, length).bytes(), Writer.printed(at, length)))
          .as("the bytes from " + at)
          .isTrue();
    }
  }

  @Test
  @DisplayName("when the pipe ends, the guard keeps the quota until the job has ended, then ends")
  void pipeEnds() throws Exception {
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.paced(run.files, BYTES)) {
      LogGuard by = LogGuard.over(root);
      LogKeeper keeper = keeper(by);
      keeper.watch(watched(writer));
      guard = by.process().map(Process::toHandle);
      keeper.close();
      writer.await();
      await(guard.orElseThrow());
      keptByGuard(sampler);
    }
  }

  @Test
  @DisplayName("when the JVM is killed, the guard keeps the quota")
  void jvmKilled() throws Exception {
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.paced(run.files, BYTES)) {
      Process jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  GuardedJvm.class.getName(),
                  root.toString(),
                  run.files.folder().toString(),
                  Long.toString(QUOTA.bytes()),
                  Long.toString(writer.id().pid()),
                  Long.toString(writer.id().start()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = jvm.inputReader()) {
        assertThat(out.readLine()).isEqualTo("watching");
      }
      guard = guardInFile();
      assertThat(guard).isPresent();
      jvm.destroyForcibly();
      writer.await();
      await(guard.orElseThrow());
      keptByGuard(sampler);
    }
  }

  private Optional<ProcessHandle> guardInFile() throws IOException {
    String[] words = Files.readString(root.resolve("guard")).strip().split(" ");
    return ProcessHandle.of(Long.parseLong(words[1]));
  }

  @Test
  @DisplayName("the next JVM ends the guard of the one before, and keeps the log itself")
  void takenOver() throws Exception {
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.paced(run.files, BYTES)) {
      LogGuard first = LogGuard.over(root);
      LogKeeper keeper = keeper(first);
      keeper.watch(watched(writer));
      guard = first.process().map(Process::toHandle);
      keeper.close();
      try (LogKeeper next = LogKeeper.startOver(root)) {
        await(guard.orElseThrow());
        LogWatch watch = next.watch(watched(writer));
        guard = guardInFile();
        writer.await();
        watch.close();
      }
      await(guard.orElseThrow()); // no job runs any more
      keptByGuard(sampler);
    }
  }

  @Test
  @DisplayName("a guard that finds another name in its file ends, though jobs run")
  void anotherName() throws Exception {
    try (Writer writer = Writer.start(run.files, "sleep 100")) {
      LogGuard by = LogGuard.over(root);
      LogKeeper keeper = keeper(by);
      keeper.watch(watched(writer));
      guard = by.process().map(Process::toHandle);
      Files.writeString(root.resolve("guard"), "another 1 1\n");
      keeper.close();
      await(guard.orElseThrow());
      assertThat(writer.isAlive()).isTrue();
    }
  }

  @Test
  @DisplayName("where nothing can be freed, the guard stops the job; the next JVM lets it go on")
  void cannotFree() throws Exception {
    Path bin = Files.createDirectory(root.resolve("bin"));
    for (String name : new String[] {"sh", "stat", "mv", "rm", "sleep", "setsid"}) {
      tool(bin, name, "PATH=/usr/sbin:/usr/bin:/sbin:/bin; exec " + name + " \"$@\"");
    }
    Path go = root.resolve("go");
    try (Sampler sampler = new Sampler(run.files.output());
        Writer writer = Writer.pacedFrom(go, run.files, BYTES)) {
      LogGuard by = LogGuard.over(root, withPath(bin));
      LogKeeper keeper = keeper(by);
      keeper.watch(watched(writer));
      guard = by.process().map(Process::toHandle);
      keeper.close();
      Files.createFile(go);
      awaitFile(run.files.braked());
      try (LogKeeper next = LogKeeper.startOver(root)) {
        LogWatch watch = next.watch(watched(writer));
        guard = guardInFile();
        writer.await();
        watch.close();
      }
      assertThat(writer.goesOn.get()).isPositive();
      keptByGuard(sampler);
    }
  }

  private static void awaitFile(Path file) throws Exception {
    try (WatchService watcher = file.getFileSystem().newWatchService()) {
      file.getParent().register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        WatchKey key = watcher.poll(60, TimeUnit.SECONDS);
        assertThat(key).as("%s is there within 60 s", file).isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
  }

  private static Map<String, String> withPath(Path bin) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", bin.toString());
    return environment;
  }

  private static void tool(Path bin, String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  @DisplayName("the guard is in a session of its own and holds nothing of ours")
  void onItsOwn() throws Exception {
    Path bin = Files.createDirectory(root.resolve("bin"));
    Path seen = root.resolve("seen");
    // What the guard calls looks at the guard.
    tool(
        bin,
        "sleep",
        "PATH=/usr/bin:/bin; { cut -d ' ' -f 6 /proc/$PPID/stat; readlink /proc/$PPID/fd/*; } > '%s.new'"
                .formatted(seen)
            + "; mv '%s.new' '%s'; exec sleep $1".formatted(seen, seen));
    Map<String, String> environment = withPath(bin);
    environment.merge("PATH", System.getenv("PATH"), (ours, theirs) -> ours + ":" + theirs);
    try (Writer writer = Writer.start(run.files, "sleep 100")) {
      LogGuard by = LogGuard.over(root, environment);
      LogKeeper keeper = keeper(by);
      keeper.watch(watched(writer));
      guard = by.process().map(Process::toHandle);
      keeper.close();
      awaitFile(seen);
      List<String> lines = Files.readAllLines(seen);
      assertThat(lines.getFirst()).isEqualTo(Long.toString(guard.orElseThrow().pid()));
      assertThat(lines.get(1)).startsWith("pipe:");
      assertThat(lines.subList(2, lines.size())).containsExactly("/dev/null", "/dev/null");
    }
    await(guard.orElseThrow());
  }
}
