package dev.errand.shell.process;

import dev.errand.shell.os.Pipes;
import dev.errand.shell.os.Posix;
import dev.errand.shell.os.PosixSpawn;
import dev.errand.shell.os.PosixSpawn.Spawned;
import dev.errand.shell.process.CannotStartException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * A shell that runs {@code supervisor.sh}, a child of ours: it supervises the command of one run,
 * and where the shell can do that, of one run after another. Ends by itself, after its command,
 * when it is let go or this JVM has ended. For one thread at a time.
 */
final class SupervisorProcess {
  /** Its answer after the end of a command. */
  static final String OVER = "over";

  private static final String SCRIPT = Tools.script("supervisor.sh");
  private static final String COMMAND_SCRIPT = Tools.script("command.sh");
  private static final String NAME = "errand-supervisor"; // $0, what people see in ps

  private final ProcessId id;
  private final Spawned spawned;
  private final Path records;
  private final String word;
  private final boolean reusable;
  private final Duration patience;
  private final LongConsumer children;
  private int turn = 1;
  private boolean mayTell = true;
  private String heard = "";

  private SupervisorProcess(
      ProcessId id,
      Spawned spawned,
      Path records,
      String word,
      boolean reusable,
      Duration patience,
      LongConsumer children) {
    this.id = id;
    this.spawned = spawned;
    this.records = records;
    this.word = word;
    this.reusable = reusable;
    this.patience = patience;
    this.children = children;
  }

  /**
   * Starts it, and does not wait until it is ready for its first run. The {@link #record} of that
   * is prepared before.
   *
   * @param patience how long it may take to answer
   * @param records what the names of its records begin with
   * @param run the run and its folder, if the command wants a stdin
   * @param children told of this child of ours when it was let go, and so is to be reaped; before,
   *     its number stays its own, even if it was killed
   */
  static SupervisorProcess start(
      Tools tools,
      Duration patience,
      Path records,
      Optional<Launch> run,
      Optional<Path> folder,
      LongConsumer children)
      throws IOException, CannotStartException {
    String sh = tools.sh().toString();
    // No secret, it stands in ps; but in no text that was written before.
    String word = UUID.randomUUID().toString();
    List<String> words = new ArrayList<>(List.of(sh, "-c", SCRIPT, NAME));
    words.add(records.toString());
    words.add(tools.reports() == SignalReports.SETSID ? "--fork --wait" : "");
    words.add(tools.setsid().toString());
    words.add(sh);
    words.add(COMMAND_SCRIPT);
    words.add(folder.map(Path::toString).orElse(""));
    words.add(word);
    // Who keeps stdin open is to be found when its supervisor is killed.
    List<String> environment =
        run.map(it -> List.of(EnvironmentPlan.COOKIE + "=" + it.runId())).orElse(List.of());
    Spawned spawned = PosixSpawn.start(words, environment);
    if (spawned.error() != 0) {
      throw new CannotStartException(
          Reason.SYSTEM, "the supervisor cannot be started, error " + spawned.error());
    }
    ProcessId id =
        ProcStat.of(spawned.pid())
            .map(ProcStat::id)
            .orElseGet(() -> new ProcessId(spawned.pid(), 0)); // too many open files: not alive
    boolean reusable = tools.readsByLine() && run.isEmpty();
    return new SupervisorProcess(id, spawned, records, word, reusable, patience, children);
  }

  /** The first record of one whose records begin with this. */
  static Path firstRecord(Path records) {
    return record(records, 1);
  }

  private static Path record(Path records, int turn) {
    return records.resolveSibling(records.getFileName() + "." + turn);
  }

  /** A child of ours that is to be reaped. */
  ProcessId id() {
    return id;
  }

  /** Whether it can supervise another run after this one. */
  boolean isReusable() {
    return reusable;
  }

  /** The record of the run it is at, where it was prepared. */
  Path record() {
    return record(records, turn);
  }

  /** The record to prepare for {@link #again}. */
  Path nextRecord() {
    return record(records, turn + 1);
  }

  /**
   * Asks it for one more run, after the end of the one before was recorded. False if it is gone or
   * does not answer.
   */
  boolean again() {
    if (!id.goesOn() || !answer().equals(OVER)) {
      return false;
    }
    turn++;
    tell((word + "\n").getBytes(StandardCharsets.US_ASCII));
    return true;
  }

  /** Writes to it and to what it starts, as far as somebody reads it. */
  void tell(byte[] text) {
    Pipes.write(spawned.input(), text, patience);
  }

  /** What it was told is whole; it cannot be used again. */
  void tellNoMore() {
    if (mayTell) {
      mayTell = false;
      Posix.close(spawned.input());
    }
  }

  /** Waits for the next line that it, or what it starts, says; empty if there is none. */
  String answer() {
    while (true) {
      int end = heard.indexOf('\n');
      if (end >= 0) {
        String line = heard.substring(0, end);
        heard = heard.substring(end + 1);
        return line;
      }
      String more = Pipes.read(spawned.output(), patience);
      if (more.isEmpty()) {
        return "";
      }
      heard += more;
    }
  }

  /**
   * Kills it, who waits for its command, and who keeps stdin open; they have one group. Nothing, if
   * it was taken away before: then its number may be another group's.
   */
  void kill() {
    if (ProcStat.of(id.pid()).filter(it -> it.id().equals(id)).isPresent()) { // or a zombie of it
      Posix.kill(-id.pid(), Signals.KILL);
    }
  }

  /** Once, and the last of all. */
  void letGo() {
    tellNoMore();
    Posix.close(spawned.output());
    children.accept(id.pid());
  }
}
