package dev.errand.cli.local;

import dev.errand.StoreException;
import dev.errand.cli.Version;
import dev.errand.cli.client.ClientException;
import dev.errand.cli.client.Connection;
import dev.errand.daemon.HomeStore;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import dev.errand.daemon.home.Settings;
import dev.errand.daemon.json.Json;
import dev.errand.mcp.AgentOwner;
import dev.errand.shell.log.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Looks what works here, what does not, and says what to do. Changes nothing but a test file. */
final class Doctor {
  private static final long LITTLE_DISK = 1L << 30;
  private static final long FEW_FILES = 1_024;

  enum Finding {
    OK,
    WARNING,
    ERROR
  }

  /**
   * One thing that was looked at.
   *
   * @param name what
   * @param finding how it is
   * @param detail what was seen
   * @param advice what to do; empty if nothing
   */
  record Check(String name, Finding finding, String detail, String advice) {}

  private final Home home;
  private final List<Check> checks = new ArrayList<>();

  Doctor(Home home) {
    this.home = home;
    platform();
    boolean usable = home();
    Optional<Settings> settings = settings();
    if (usable) {
      settings.ifPresent(this::store);
      disk();
      holes();
    }
    programs();
    files();
    owner();
    daemon();
  }

  private void add(String name, Finding finding, String detail, String advice) {
    checks.add(new Check(name, finding, detail, advice));
  }

  private void platform() {
    String os = System.getProperty("os.name");
    boolean linux = os.equals("Linux");
    add(
        "platform",
        linux ? Finding.OK : Finding.ERROR,
        os + " " + System.getProperty("os.arch") + ", Java " + Runtime.version(),
        linux ? "" : "commands as jobs need Linux; the library works without them");
    boolean proc = Files.isReadable(Path.of("/proc/self/stat"));
    add(
        "/proc",
        proc ? Finding.OK : Finding.ERROR,
        proc ? "readable" : "not readable",
        proc ? "" : "mount it: processes of jobs are found there");
  }

  private boolean home() {
    try {
      home.prepare();
      add("home", Finding.OK, home.root() + ", only you can enter it", "");
      return true;
    } catch (HomeException no) {
      add(
          "home",
          Finding.ERROR,
          String.valueOf(no.getMessage()),
          "set it right, or set ERRAND_HOME to another folder");
      return false;
    }
  }

  /** Whose jobs those are that an agent's client, started like this, would start. */
  private void owner() {
    AgentOwner owner = AgentOwner.of(System.getenv(), Path.of(""));
    add("agent owner", Finding.OK, owner.name(), owner.note());
  }

  private Optional<Settings> settings() {
    try {
      Settings settings = Settings.of(home);
      add("settings", Finding.OK, Json.text(settings), "");
      return Optional.of(settings);
    } catch (HomeException no) {
      add(
          "settings",
          Finding.ERROR,
          String.valueOf(no.getMessage()),
          "the daemon does not start with that");
      return Optional.empty();
    }
  }

  /** Connects as the daemon would, and changes nothing there. */
  private void store(Settings settings) {
    try {
      HomeStore.Look look = HomeStore.of(home, settings).look();
      add(
          "store",
          look.warning().isEmpty() ? Finding.OK : Finding.WARNING,
          look.seen(),
          look.warning());
    } catch (HomeException | StoreException no) {
      add(
          "store",
          Finding.ERROR,
          String.valueOf(no.getMessage()),
          "the daemon does not start with that; see docs/operating-postgresql.md");
    }
  }

  private void disk() {
    long free = home.root().toFile().getUsableSpace();
    boolean little = free < LITTLE_DISK;
    add(
        "disk",
        little ? Finding.WARNING : Finding.OK,
        String.format(Locale.ROOT, "%.1f GiB free", free / (double) (1L << 30)),
        little ? "make room, or set output-budget in " + home.settings() : "");
  }

  /** Whether the middle of a log can be given back: without that, a quota ends the job. */
  private void holes() {
    boolean can;
    try {
      can = Quota.canBeKeptIn(home.root());
    } catch (IOException full) {
      add(
          "output quota",
          Finding.ERROR,
          "no file can be written: " + full.getMessage(),
          "make room in " + home.root());
      return;
    }
    add(
        "output quota",
        can ? Finding.OK : Finding.WARNING,
        can
            ? "this file system can give back the middle of a log"
            : "this file system cannot give back the middle of a log",
        can ? "" : "jobs that print more than their quota end; use ext4, xfs, btrfs or tmpfs");
  }

  private void programs() {
    for (String program : List.of("sh", "setsid")) {
      boolean there =
          List.of("/bin/", "/usr/bin/").stream()
              .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
      add(
          program,
          there ? Finding.OK : Finding.ERROR,
          there ? "there" : "neither in /bin nor in /usr/bin",
          there ? "" : "install it (setsid is in util-linux)");
    }
  }

  private void files() {
    try {
      long most =
          Files.readAllLines(Path.of("/proc/self/limits")).stream()
              .filter(line -> line.startsWith("Max open files"))
              .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[3]))
              .findFirst()
              .orElse(FEW_FILES);
      boolean few = most < FEW_FILES;
      add(
          "open files",
          few ? Finding.WARNING : Finding.OK,
          "at most " + most,
          few ? "raise it with 'ulimit -n'" : "");
    } catch (IOException | NumberFormatException unknown) {
      add("open files", Finding.WARNING, "unknown", "");
    }
  }

  private void daemon() {
    Optional<JsonNode> running;
    try {
      running = Connection.ask(home, "GET", "/v1/status").map(Json::tree);
    } catch (HomeException | ClientException | IOException no) {
      add("daemon", Finding.ERROR, String.valueOf(no.getMessage()), "look into " + home.log());
      return;
    }
    if (running.isEmpty()) {
      add("daemon", Finding.OK, "not running; it starts at the first command", "");
      return;
    }
    String version = running.get().get("version").asString();
    boolean same = version.equals(Version.number());
    add(
        "daemon",
        same ? Finding.OK : Finding.WARNING,
        "running, pid " + running.get().get("pid") + ", version " + version,
        same ? "" : "'errand daemon restart' loses nothing");
  }

  boolean isWell() {
    return checks.stream().noneMatch(check -> check.finding == Finding.ERROR);
  }

  String json() {
    return Json.text(checks) + "\n";
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      text.append(
          switch (check.finding) {
            case OK -> "ok       ";
            case WARNING -> "warning  ";
            case ERROR -> "ERROR    ";
          });
      text.append("%-13s %s%n".formatted(check.name, check.detail));
      if (!check.advice.isEmpty()) {
        text.append(" ".repeat(23)).append("→ ").append(check.advice).append('\n');
      }
    }
    return text.toString();
  }
}
