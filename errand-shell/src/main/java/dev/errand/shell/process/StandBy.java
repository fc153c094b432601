package dev.errand.shell.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A supervisor and the process that will become its command, as soon as that is told which. Nearly
 * all that a start costs is paid by then, so one that is ready saves a caller the wait. It ends by
 * itself when this JVM does. For one thread at a time.
 */
final class StandBy {
  private static final String READY = "ready ";
  private static final String STARTED = "started ";

  private final SupervisorProcess process;
  private final Path record;
  private Optional<ProcessId> leader = Optional.empty();

  /** Of this supervisor, which was asked for a run. */
  StandBy(SupervisorProcess process) {
    this.process = process;
    this.record = process.record();
  }

  SupervisorProcess process() {
    return process;
  }

  /** Waits until it is ready; false if it never will be, or is not any more. */
  boolean isReady() {
    if (!process.id().goesOn()) {
      return false;
    }
    leader = told(READY, process.answer());
    return leader.filter(ProcessId::goesOn).isPresent()
        && process.id().goesOn()
        && Files.exists(record);
  }

  /** From now on it is the record of a run. */
  void moveRecord(Path to) throws IOException {
    Files.move(record, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What came of a launch: the command, or another answer, empty if there was none. */
  record Launched(Optional<ProcessId> command, String answer) {}

  /** Tells it what to run. If there is no command after that, there never will be. */
  Launched launch(byte[] text) {
    process.tell(text);
    if (!process.isReusable()) {
      process.tellNoMore(); // some shells read a script to its end before they begin
    }
    String answer = process.answer();
    if (answer.isEmpty() || answer.equals(SupervisorProcess.OVER)) {
      // Somebody has killed or stopped a part of it. Now it begins no more, but may just have.
      endAll();
      answer = process.answer();
    }
    return new Launched(told(STARTED, answer), answer);
  }

  private static Optional<ProcessId> told(String what, String answer) {
    return answer.startsWith(what)
        ? ProcStat.parse(answer.substring(what.length())).map(ProcStat::id)
        : Optional.empty();
  }

  private void endAll() {
    leader.ifPresent(it -> it.signal(Signals.KILL));
    process.kill();
  }

  /** Not all of it is alive and well. Not after {@link #launch}. */
  void kill() {
    endAll();
    dismiss();
  }

  /** It is not needed, and ends. Not after {@link #launch}. */
  void dismiss() {
    process.letGo();
    try {
      Files.deleteIfExists(record);
    } catch (IOException failed) {
      // The next host that is opened here deletes it.
    }
  }
}
