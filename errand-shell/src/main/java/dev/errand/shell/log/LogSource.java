package dev.errand.shell.log;

import dev.errand.spi.RunOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Where a log is read: in the folder of its run, or, on other machines, in the store. */
sealed interface LogSource {

  /**
   * A log as it was found.
   *
   * @param ended whether the run had ended before the log was opened, so that all of it is there
   * @param log empty if there is none
   */
  record Found(boolean ended, Optional<OpenLog> log) {}

  /** Looks for it. Whoever gets a log closes it. */
  Found find() throws IOException;

  /** Why there is none. */
  LogState absence() throws IOException;

  /** How long whoever follows waits before looking again. */
  Duration betweenLooks();

  /** The file of a run. */
  record InFolder(Path folder, BooleanSupplier ended) implements LogSource {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    @Override
    public Found find() throws IOException {
      boolean over = ended.getAsBoolean();
      return new Found(over, LogInFile.open(new LogFiles(folder)));
    }

    @Override
    public LogState absence() throws IOException {
      Optional<LogState.Removed> removed = RemovedMarker.read(new LogFiles(folder));
      return removed.isPresent() ? removed.get() : new LogState.Absent();
    }

    @Override
    public Duration betweenLooks() {
      return BETWEEN_LOOKS;
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /** The copy of a run's log. */
  record InStore(RunOutput output, RunOutput.Key run) implements LogSource {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    @Override
    public Found find() {
      RunOutput.Part now = output.read(run, 0, 0);
      return new Found(now.over(), now.extent().map(extent -> new LogInStore(output, run, extent)));
    }

    @Override
    public LogState absence() {
      return new LogState.Absent();
    }

    @Override
    public Duration betweenLooks() {
      return BETWEEN_LOOKS;
    }

    @Override
    public String toString() {
      return "the store";
    }
  }
}
