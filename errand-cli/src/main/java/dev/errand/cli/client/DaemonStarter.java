package dev.errand.cli.client;

import dev.errand.daemon.home.DaemonLock;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Starts the daemon of a home, a process of its own that outlives us. However many clients want one
 * at once, they start one: the first has a lock until it can be connected to.
 */
public final class DaemonStarter {
  /** Where the daemon begins. */
  static final String MAIN = "dev.errand.cli.DaemonMain";

  /** Exit code of a daemon that may not have the home yet, because another one still has it. */
  public static final int HOME_IS_TAKEN = 75;

  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED");

  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final List<String> KEPT =
      List.of("HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "XDG_STATE_HOME");

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long STEP_MILLIS = 10;

  private static final ReentrantLock ONE_THREAD = new ReentrantLock();

  private final Home home;

  /** For this home. */
  public DaemonStarter(Home home) {
    this.home = home;
  }

  /**
   * Starts the daemon, unless another client just did, and connects to it; {@code null} if another
   * daemon still has the home, which will end soon.
   *
   * @throws HomeException if the home cannot be used
   * @throws ClientException if it does not start
   */
  @Nullable Connection start() throws IOException {
    home.prepare();
    // The lock is between processes; threads of one cannot wait for it.
    ONE_THREAD.lock();
    try (DaemonLock _ = DaemonLock.take(home.startLock())) {
      Connection connection = Connection.open(home);
      return connection == null ? startAndConnect() : connection;
    } finally {
      ONE_THREAD.unlock();
    }
  }

  /**
   * Starts the daemon, unless it is there.
   *
   * @throws HomeException if the home cannot be used
   * @throws ClientException if it does not start
   */
  public static void startIfNeeded(Home home) throws IOException {
    try (Connection connection = new DaemonStarter(home).start()) {
      if (connection == null) {
        throw new ClientException("another daemon still has " + home.root());
      }
    }
  }

  private @Nullable Connection startAndConnect() throws IOException {
    DaemonLog log = DaemonLog.open(home.log());
    Process daemon = spawn();
    String last = "";
    long from = System.nanoTime();
    while (System.nanoTime() - from < PATIENCE_NANOS) {
      boolean alive = daemon.isAlive(); // asked first: its last act may have been to be reachable
      try {
        Connection connection = Connection.open(home);
        if (connection != null) {
          return connection;
        }
      } catch (HomeException notYet) {
        last = "\n" + notYet.getMessage();
      }
      if (!alive) {
        if (daemon.exitValue() == HOME_IS_TAKEN) {
          return null;
        }
        throw new ClientException("the daemon did not start" + log.lastLines());
      }
      sleep();
    }
    throw new ClientException(
        "the daemon has started but cannot be reached for 30 s" + last + log.lastLines());
  }

  private static void sleep() {
    try {
      Thread.sleep(STEP_MILLIS);
    } catch (InterruptedException wanted) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted while the daemon was starting");
    }
  }

  private Process spawn() {
    List<String> command = new ArrayList<>();
    command.add(setsid()); // signals of the terminal are not for the daemon
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    String option = System.getProperty("errand.daemon.jvm");
    if (option != null) { // set by tests only, whose daemons do not live long
      command.add(option);
    }
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add(System.getProperty("errand.daemon.main", MAIN)); // set by tests only
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(home.root().toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(environment());
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new ClientException("the daemon cannot be started: " + failed.getMessage());
    }
  }

  /** What a daemon needs, and nothing of who happens to start it: jobs bring their own. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String name : KEPT) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("LANG", "C.UTF-8");
    environment.put("PATH", path());
    environment.put("ERRAND_HOME", home.root().toString());
    return environment;
  }

  /** The usual one, if the system has its programs there. */
  private static String path() {
    String callers = System.getenv("PATH");
    return setsid().startsWith("/") || callers == null ? USUAL_PATH : callers;
  }

  /** With its path where it is usual, so that it is found whatever PATH the caller has. */
  private static String setsid() {
    for (String folder : USUAL_PATH.split(":", -1)) {
      Path setsid = Path.of(folder, "setsid");
      if (Files.isExecutable(setsid)) {
        return setsid.toString();
      }
    }
    return "setsid";
  }

  private static String absolute(String classPath) {
    StringBuilder absolute = new StringBuilder();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      absolute.append(absolute.isEmpty() ? "" : File.pathSeparator);
      absolute.append(Path.of(entry).toAbsolutePath());
    }
    return absolute.toString();
  }
}
