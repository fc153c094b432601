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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Starts commands under a supervisor: a shell that runs {@code supervisor.sh}, waits for the
 * command and writes down how it ended, whether we are still there or not.
 */
final class Supervisor {
  // What surely fits, however small the stack: Linux takes at least 128 KiB.
  private static final int FITS = 64 * 1024;
  private static final int SCRIPTS = 4 * 1024; // more than those have that pass it on

  private final Tools tools;
  private final boolean bash;
  private final StandBys standBys;
  private final LongConsumer children;

  /**
   * With these tools, in this life of the host.
   *
   * @param patience how long a process that we start may take to answer; only one that was stopped
   *     takes longer
   * @param records where those are whose supervisor waits for a command
   * @param children told of each child of ours that is to be reaped
   */
  Supervisor(Tools tools, Duration patience, String boot, Path records, LongConsumer children) {
    this.tools = tools;
    this.bash = tools.bash();
    this.children = children;
    this.standBys = new StandBys(tools, patience, boot, records, children);
  }

  /**
   * What runs.
   *
   * @param supervisor a child of ours
   * @param command what it supervises
   * @param loan the supervisor, to be given back when the command has ended
   */
  record Started(ProcessId supervisor, ProcessId command, Reusables.Loan loan) {}

  /** Starts a command as this attempt. */
  Started start(Launch launch, RunFiles files, int attempt) throws CannotStartException {
    Path program = check(launch);
    try {
      prepare(launch, files);
      EnvironmentPlan plan = EnvironmentPlan.of(launch.environment(), launch.runId(), bash);
      checkFits(launch, plan);
      StandBy waiting = standBys.take(launch, files, attempt);
      try {
        waiting.moveRecord(files.record());
      } catch (IOException failed) {
        waiting.dismiss();
        throw failed;
      }
      byte[] text = LaunchText.of(plan.strings(), words(launch, files, attempt, program, plan));
      return started(launch, waiting, waiting.launch(text));
    } catch (IOException failed) {
      throw new CannotStartException(Reason.SYSTEM, reason(failed));
    }
  }

  /** Prepares for the next start. Takes a moment: not while somebody waits. */
  void getReady() {
    standBys.fill();
  }

  /** Nothing more is to be started. */
  void close() {
    standBys.close();
  }

  /** Tried before anything begins: the exec of the command would find out too late. */
  private void checkFits(Launch launch, EnvironmentPlan plan)
      throws IOException, CannotStartException {
    if (ArgumentLimits.bytes(launch) < FITS) {
      return;
    }
    List<String> words =
        new ArrayList<>(List.of(tools.sh().toString(), "-c", "", "#".repeat(SCRIPTS)));
    words.addAll(launch.argv());
    Spawned tried = PosixSpawn.start(words, plan.strings());
    if (tried.error() == PosixSpawn.E2BIG) {
      throw ArgumentLimits.tooMuch(launch);
    }
    if (tried.error() == 0) {
      Posix.close(tried.input());
      Posix.close(tried.output());
      children.accept(tried.pid());
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

  private static void prepare(Launch launch, RunFiles files) throws IOException {
    PrivateFiles.folder(files.folder());
    PrivateFiles.file(files.output());
    if (launch.stdin()) {
      makePipe(files.stdin());
      makePipe(files.stdinEof());
    }
  }

  private static void makePipe(Path path) throws IOException {
    int made = Posix.mkfifo(path);
    if (made != 0 && made != -Posix.EEXIST) {
      throw new IOException("no named pipe can be made, error " + -made);
    }
  }

  private List<String> words(
      Launch launch, RunFiles files, int attempt, Path program, EnvironmentPlan plan) {
    List<String> words = new ArrayList<>();
    words.add(files.folder().toString());
    words.add(RunFiles.token(attempt));
    words.add(launch.stdin() ? "1" : "0");
    words.add(launch.directory().toString());
    words.addAll(plan.words());
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

  private Started started(Launch launch, StandBy one, StandBy.Launched launched)
      throws CannotStartException {
    if (launched.command().isPresent()) {
      Reusables.Loan loan = standBys.lend(one.process());
      return new Started(one.process().id(), launched.command().get(), loan);
    }
    one.process().letGo();
    throw switch (launched.answer()) {
      case "directory" -> noDirectory(launch);
      case "taken" ->
          new CannotStartException(Reason.SYSTEM, "somebody else decided that it never begins");
      default ->
          new CannotStartException(
              Reason.SYSTEM, "its supervisor ended, or was stopped, before it began");
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
