package dev.errand.shell.process;

import dev.errand.shell.os.Posix;
import dev.errand.shell.os.PosixSpawn;
import dev.errand.shell.os.PosixSpawn.Spawned;
import dev.errand.shell.process.CannotStartException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A shell that runs {@code supervisor.sh}, a child of ours: it supervises the command of one run,
 * and where the shell can do that, of one run after another. Ends by itself, after its command,
 * when it is let go or this JVM has ended. For one thread at a time.
 */
final class SupervisorProcess {
  private static final String SCRIPT = Tools.script("supervisor.sh");
  private static final String COMMAND_SCRIPT = Tools.script("command.sh");
  private static final String NAME = "errand-supervisor"; // $0, what people see in ps
  private static final String OVER = "over";

  private final Path records;
  private final String again;
  private final boolean reusable;
  private final Spawned spawned;
  private int turn = 1;
  private boolean mayTell = true;
  private String heard = "";

  private SupervisorProcess(Path records, String again, boolean reusable, Spawned spawned) {
    this.records = records;
    this.again = again;
    this.reusable = reusable;
    this.spawned = spawned;
  }

  /**
   * Starts it, and does not wait until it is ready for its first run. The {@link #record} of that
   * is prepared before.
   *
   * @param records what the names of its records begin with
   * @param run the run and its folder, if the command wants a stdin
   */
  static SupervisorProcess start(
      Tools tools, Path records, Optional<Launch> run, Optional<Path> folder)
      throws IOException, CannotStartException {
    String sh = tools.sh().toString();
    String again = UUID.randomUUID().toString();
    List<String> words = new ArrayList<>(List.of(sh, "-c", SCRIPT, NAME));
    words.add(records.toString());
    words.add(tools.reports() == SignalReports.SETSID ? "--fork --wait" : "");
    words.add(tools.setsid().toString());
    words.add(sh);
    words.add(COMMAND_SCRIPT);
    words.add(folder.map(Path::toString).orElse(""));
    words.add(again);
    // Who keeps stdin open is to be found when its supervisor is killed.
    List<String> environment =
        run.map(it -> List.of(EnvironmentPlan.COOKIE + "=" + it.runId())).orElse(List.of());
    Spawned spawned = PosixSpawn.start(words, environment);
    if (spawned.error() != 0) {
      throw new CannotStartException(
          Reason.SYSTEM, "the supervisor cannot be started, error " + spawned.error());
    }
    boolean reusable = tools.readsByLine() && run.isEmpty();
    return new SupervisorProcess(records, again, reusable, spawned);
  }

  /** The first record of one whose records begin with this. */
  static Path firstRecord(Path records) {
    return record(records, 1);
  }

  private static Path record(Path records, int turn) {
    return records.resolveSibling(records.getFileName() + "." + turn);
  }

  /** A child of ours that is to be reaped. */
  long pid() {
    return spawned.pid();
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
   * Asks it for one more run, after the end of the one before was recorded. False if it is gone;
   * then it is to be let go.
   */
  boolean again() {
    if (!answer().equals(OVER)) {
      return false;
    }
    turn++;
    tell((again + "\n").getBytes(StandardCharsets.US_ASCII));
    return true;
  }

  /** Writes to it and to what it starts, as far as somebody reads it. */
  void tell(byte[] text) {
    int sent = 0;
    while (sent < text.length) {
      int count = Posix.write(spawned.input(), text, sent);
      if (count < 0 && count != -Posix.EINTR) {
        break; // nobody reads it: then there will be no answer either
      }
      sent += Math.max(0, count);
    }
  }

  /** What it is told is whole; it cannot be used again. */
  void tellNoMore() {
    if (mayTell) {
      mayTell = false;
      Posix.close(spawned.input());
    }
  }

  /** Waits for the next line that it, or what it starts, says; empty if there will be none. */
  String answer() {
    while (true) {
      int end = heard.indexOf('\n');
      if (end >= 0) {
        String line = heard.substring(0, end);
        heard = heard.substring(end + 1);
        return line;
      }
      String more = PosixSpawn.read(spawned.output());
      if (more.isEmpty()) {
        return "";
      }
      heard += more;
    }
  }

  /** Once, and the last of all. */
  void letGo() {
    tellNoMore();
    Posix.close(spawned.output());
  }
}
