package dev.errand.shell.process;

import dev.errand.shell.os.Posix;
import dev.errand.shell.os.PosixSpawn;
import dev.errand.shell.os.PosixSpawn.Spawned;
import dev.errand.shell.os.PrivateFiles;
import dev.errand.shell.process.CannotStartException.Reason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts commands under a supervisor: a shell that runs {@code supervisor.sh}, waits for the
 * command and writes down how it ended, whether we are still there or not.
 */
final class Supervisor {
  private static final String SCRIPT = Tools.script("supervisor.sh");
  private static final String COMMAND_SCRIPT = Tools.script("command.sh");
  private static final String NAME = "errand-supervisor"; // $0, what people see in ps

  private final Tools tools;
  private final String boot;
  private final boolean bash;

  /** With these tools, in this life of the host. */
  Supervisor(Tools tools, String boot) {
    this.tools = tools;
    this.boot = boot;
    this.bash = tools.bash();
  }

  /**
   * What runs.
   *
   * @param supervisor a child of ours, to be reaped
   * @param command what it supervises
   */
  record Started(long supervisor, ProcessId command) {}

  /** Starts a command as this attempt. */
  Started start(Launch launch, RunFiles files, int attempt) throws CannotStartException {
    Path program = check(launch);
    try {
      prepare(launch, files, attempt);
      EnvironmentPlan plan = EnvironmentPlan.of(launch.environment(), launch.runId(), bash);
      Spawned spawned =
          PosixSpawn.start(words(launch, files, attempt, program, plan.words()), plan.strings());
      if (spawned.error() == PosixSpawn.E2BIG) {
        throw ArgumentLimits.tooMuch(launch);
      }
      if (spawned.error() != 0) {
        throw new CannotStartException(
            Reason.SYSTEM, "the supervisor cannot be started, error " + spawned.error());
      }
      return started(launch, spawned);
    } catch (IOException failed) {
      throw new CannotStartException(Reason.SYSTEM, reason(failed));
    }
  }

  private static Path check(Launch launch) throws CannotStartException {
    if (!Files.isDirectory(launch.directory())) {
      throw noDirectory(launch);
    }
    ArgumentLimits.check(launch);
    Optional<String> path = Optional.ofNullable(launch.environment().get("PATH"));
    return new Executables(path, launch.directory()).find(launch.argv().getFirst());
  }

  private void prepare(Launch launch, RunFiles files, int attempt) throws IOException {
    PrivateFiles.folder(files.folder());
    PrivateFiles.file(files.output());
    if (launch.stdin()) {
      makePipe(files.stdin());
      makePipe(files.stdinEof());
    }
    RunRecord.prepare(files, attempt, boot, tools.reports());
  }

  private static void makePipe(Path path) throws IOException {
    int made = Posix.mkfifo(path);
    if (made != 0 && made != -Posix.EEXIST) {
      throw new IOException("no named pipe can be made, error " + -made);
    }
  }

  private List<String> words(
      Launch launch, RunFiles files, int attempt, Path program, List<String> environment) {
    String sh = tools.sh().toString();
    List<String> words = new ArrayList<>(List.of(sh, "-c", SCRIPT, NAME));
    words.add(files.record().toString());
    words.add(files.folder().toString());
    words.add(RunFiles.token(attempt));
    words.add(tools.reports() == SignalReports.SETSID ? "--fork --wait" : "");
    words.add(tools.setsid().toString());
    words.add(sh);
    words.add(COMMAND_SCRIPT);
    words.add(launch.stdin() ? "1" : "0");
    words.add(launch.directory().toString());
    words.addAll(environment);
    words.add(tools.env().toString());
    List<String> argv = launch.argv();
    // As it was given, for those programs that heed their own name; but exec and env must find it.
    boolean clear =
        launch.environment().containsKey("PATH")
            && !argv.getFirst().startsWith("-")
            && argv.getFirst().indexOf('=') < 0;
    words.add(clear ? argv.getFirst() : program.toString());
    words.addAll(argv.subList(1, argv.size()));
    return words;
  }

  private static Started started(Launch launch, Spawned spawned) throws CannotStartException {
    String answer = spawned.answer();
    if (answer.startsWith("started ")) {
      ProcessId command =
          ProcStat.parse(answer.substring("started ".length()))
              .orElseThrow(() -> new IllegalStateException("not a process: " + answer))
              .id();
      return new Started(spawned.pid(), command);
    }
    throw switch (answer) {
      case "directory" -> noDirectory(launch);
      case "taken" ->
          new CannotStartException(Reason.SYSTEM, "somebody else decided that it never begins");
      default -> new CannotStartException(Reason.SYSTEM, "its supervisor ended before it began");
    };
  }

  private static CannotStartException noDirectory(Launch launch) {
    return new CannotStartException(
        Reason.NO_DIRECTORY, "the working directory is gone or closed: " + launch.directory());
  }

  /** The reason alone; the paths are ours and mean nothing to people. */
  private static String reason(IOException failed) {
    return failed instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : String.valueOf(failed.getMessage());
  }
}
