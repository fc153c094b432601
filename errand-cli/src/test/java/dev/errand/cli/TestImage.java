package dev.errand.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * The executable as these tests start it, hundreds of times: its class path as jars, and archives
 * of the classes that a client and a daemon load, with which each starts in about half the time. A
 * JVM that finds no use for its archive does without.
 */
public final class TestImage {
  private static final String RECORD = "-XX:ArchiveClassesAtExit=";
  private static final String USE = "-XX:SharedArchiveFile=";
  private static final String CLIENT = "client.jsa";
  private static final String DAEMON = "daemon.jsa";
  private static final String DAEMON_OPTIONS = "daemon.options";

  private static final TestImage IMAGE = make();

  private final Path folder;
  private final String jars;
  private final String classPath;

  private TestImage(Path folder, String jars, String classPath) {
    this.folder = folder;
    this.jars = jars;
    this.classPath = classPath;
  }

  /** How {@code errand} is started, up to its own arguments, of which this is the first. */
  public static List<String> command(String firstWord, List<String> jvm) {
    // What does not go to a daemon needs about the classes that one does.
    String archive = firstWord.equals("daemon") ? DAEMON : CLIENT;
    List<String> command = java(USE + IMAGE.folder.resolve(archive));
    command.add("-Derrand.daemon.jvm=@" + IMAGE.folder.resolve(DAEMON_OPTIONS));
    command.addAll(jvm);
    command.addAll(List.of("-cp", IMAGE.classPath, Main.class.getName()));
    return command;
  }

  private static List<String> java(String option) {
    return new ArrayList<>(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-Xlog:all=off",
            "--enable-native-access=ALL-UNNAMED",
            option));
  }

  private static TestImage make() {
    try {
      TestImage image = of(emptied(folder()));
      image.recordClient();
      image.recordDaemon();
      return image;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** One for each JVM that tests at the same time. */
  private static Path folder() {
    String fork = System.getProperty("errand.test.fork", "1");
    return Path.of("target", "test-image", fork).toAbsolutePath();
  }

  /** No folder may be in an archived class path, so ours with what is tested are packed. */
  private static TestImage of(Path folder) {
    List<String> jars = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (!Files.isDirectory(Path.of(entry))) {
        jars.add(entry);
      } else if (entry.endsWith("/classes")) {
        jars.add(pack(Path.of(entry), folder.resolve(jars.size() + ".jar")));
      } else {
        folders.add(entry);
      }
    }
    String archived = String.join(":", jars);
    return new TestImage(folder, archived, archived + ":" + String.join(":", folders));
  }

  private static String pack(Path classes, Path jar) {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int code =
        tool.run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
    if (code != 0) {
      throw new IllegalStateException("jar has failed for " + classes);
    }
    return jar.toString();
  }

  private void recordClient() throws IOException, InterruptedException {
    List<String> command = java(RECORD + folder.resolve(CLIENT));
    command.addAll(List.of("-Derrand.train=true", "-cp", jars, Main.class.getName(), "ls"));
    run(command);
  }

  /** Of a daemon that has run a job; the archive is there when its process is gone. */
  private void recordDaemon() throws IOException, InterruptedException {
    Path recording = options("recording.options", RECORD);
    Path unused = options(DAEMON_OPTIONS, USE);
    List<String> client = java("-Derrand.daemon.jvm=@" + recording);
    client.addAll(List.of("-cp", jars, Main.class.getName()));
    run(with(client, "run", "--wait", "-q", "--", "true"));
    String status = run(with(client, "daemon", "status"));
    run(with(client, "ls", "-a"));
    run(with(client, "daemon", "stop"));
    String pid = status.lines().filter(line -> line.startsWith("pid")).findFirst().orElseThrow();
    ProcessHandle.of(Long.parseLong(pid.substring("pid".length()).strip()))
        .ifPresent(daemon -> daemon.onExit().join());
  }

  /** Options for a daemon, which does not live long here either. */
  private Path options(String name, String archive) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "-XX:TieredStopAtLevel=1\n-Xlog:disable\n\"" + archive + folder.resolve(DAEMON) + "\"\n");
  }

  private static List<String> with(List<String> command, String... words) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(words));
    return whole;
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ERRAND_HOME", folder.resolve("home").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = process.inputReader().lines().collect(Collectors.joining("\n"));
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(folder);
  }
}
