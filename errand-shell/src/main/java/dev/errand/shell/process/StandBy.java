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
  private final SupervisorProcess process;
  private final Path record;
  private Optional<ProcessId> supervisor = Optional.empty();

  /** Of this supervisor, which was asked for a run. */
  StandBy(SupervisorProcess process) {
    this.process = process;
    this.record = process.record();
  }

  SupervisorProcess process() {
    return process;
  }

  /** The same, after it was ready. */
  ProcessId supervisor() {
    return supervisor.orElseThrow();
  }

  /** Waits until it is ready; false if it never will be, or is not any more. */
  boolean isReady() {
    String answer = process.answer();
    supervisor = ProcStat.of(process.pid()).filter(it -> !it.isZombie()).map(ProcStat::id);
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
    process.tell(text);
    if (!process.isReusable()) {
      process.tellNoMore(); // some shells read a script to its end before they begin
    }
    return process.answer();
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
