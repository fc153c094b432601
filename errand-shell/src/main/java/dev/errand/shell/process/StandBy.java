package dev.errand.shell.process;

import dev.errand.shell.os.Posix;
import dev.errand.shell.os.PosixSpawn;
import dev.errand.shell.os.PosixSpawn.Spawned;
import dev.errand.shell.process.CannotStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A supervisor and the process that will become its command, as soon as that is told which. Nearly
 * all that a start costs is paid by then, so one that is ready saves a caller the wait. It ends by
 * itself when this JVM does. For one thread at a time.
 */
final class StandBy {
  private static final String SCRIPT = Tools.script("supervisor.sh");
  private static final String COMMAND_SCRIPT = Tools.script("command.sh");
  private static final String NAME = "errand-supervisor"; // $0, what people see in ps

  private final Path record;
  private final Spawned spawned;
  private Optional<ProcessId> supervisor = Optional.empty();

  private StandBy(Path record, Spawned spawned) {
    this.record = record;
    this.spawned = spawned;
  }

  /**
   * Starts it, and does not wait until it is ready.
   *
   * @param record prepared, and where it is to remain until {@link #moveRecord}
   * @param run the run and its folder, if the command wants a stdin
   */
  static StandBy begin(Tools tools, Path record, Optional<Launch> run, Optional<Path> folder)
      throws IOException, CannotStartException {
    String sh = tools.sh().toString();
    List<String> words = new ArrayList<>(List.of(sh, "-c", SCRIPT, NAME));
    words.add(record.toString());
    words.add(tools.reports() == SignalReports.SETSID ? "--fork --wait" : "");
    words.add(tools.setsid().toString());
    words.add(sh);
    words.add(COMMAND_SCRIPT);
    words.add(folder.map(Path::toString).orElse(""));
    // Who keeps stdin open is to be found when its supervisor is killed.
    List<String> environment =
        run.map(it -> List.of(EnvironmentPlan.COOKIE + "=" + it.runId())).orElse(List.of());
    Spawned spawned = PosixSpawn.start(words, environment);
    if (spawned.error() != 0) {
      throw new CannotStartException(
          Reason.SYSTEM, "the supervisor cannot be started, error " + spawned.error());
    }
    return new StandBy(record, spawned);
  }

  /** A child of ours that is to be reaped. */
  long child() {
    return spawned.pid();
  }

  /** The same, after it was ready. */
  ProcessId supervisor() {
    return supervisor.orElseThrow();
  }

  /** Waits until it is ready; false if it never will be, or is not any more. */
  boolean isReady() {
    String answer = PosixSpawn.line(spawned.output());
    supervisor = ProcStat.of(spawned.pid()).filter(it -> !it.isZombie()).map(ProcStat::id);
    return answer.startsWith("ready ")
        && supervisor.isPresent()
        && ProcStat.parse(answer.substring("ready ".length()))
            .filter(leader -> leader.id().isAlive())
            .isPresent()
        && Files.exists(record);
  }

  /** From now on it is the record of a run. */
  void moveRecord(Path to) throws IOException {
    Files.move(record, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Tells it what to run; answers what it says to that, nothing if it is gone. */
  String launch(byte[] text) {
    int sent = 0;
    while (sent < text.length) {
      int count = Posix.write(spawned.input(), text, sent);
      if (count < 0 && count != -Posix.EINTR) {
        break; // nobody reads it: then there will be no answer either
      }
      sent += Math.max(0, count);
    }
    Posix.close(spawned.input());
    try {
      return PosixSpawn.line(spawned.output());
    } finally {
      Posix.close(spawned.output());
    }
  }

  /** It is not needed, and ends. Not after {@link #launch}. */
  void dismiss() {
    Posix.close(spawned.input());
    Posix.close(spawned.output());
    try {
      Files.deleteIfExists(record);
    } catch (IOException failed) {
      // The next host that is opened here deletes it.
    }
  }
}
