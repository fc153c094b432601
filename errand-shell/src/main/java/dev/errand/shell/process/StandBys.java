package dev.errand.shell.process;

import dev.errand.shell.process.CannotStartException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Keeps one {@link StandBy} ready for the next start, from the first start on; under a supervisor
 * whose command has ended, if there is one. Thread-safe. {@link #close} lets them go; so does our
 * death.
 */
final class StandBys {
  private static final int READY = 1;

  private final Tools tools;
  private final Duration patience;
  private final String boot;
  private final Path folder;
  private final LongConsumer children;
  private final BlockingQueue<StandBy> waiting = new ArrayBlockingQueue<>(READY);
  private final Reusables reusables = new Reusables();
  private final String ours;
  private final AtomicBoolean filling = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param patience how long one may take to answer, after which it counts as stopped
   * @param folder where their records are
   * @param children told of each child of ours that is to be reaped
   */
  StandBys(Tools tools, Duration patience, String boot, Path folder, LongConsumer children) {
    this.tools = tools;
    this.patience = patience;
    this.boot = boot;
    this.folder = folder;
    this.children = children;
    ProcessId self = self();
    this.ours = self.pid() + "-" + self.start() + "-";
  }

  private static ProcessId self() {
    long pid = ProcessHandle.current().pid();
    return ProcStat.of(pid).map(ProcStat::id).orElseGet(() -> new ProcessId(pid, 0));
  }

  /** One that is ready, made now if none was. It belongs to this attempt of a run. */
  StandBy take(Launch launch, RunFiles files, int attempt)
      throws IOException, CannotStartException {
    if (attempt == 1 && !launch.stdin()) {
      for (var one = next(); one.isPresent(); one = next()) {
        if (one.get().isReady()) {
          return one.get();
        }
        one.get().kill(); // somebody has killed or stopped a part of it
      }
    }
    Optional<Launch> run = Optional.of(launch).filter(Launch::stdin);
    StandBy fresh = begin(attempt, run, run.map(_ -> files.folder()));
    if (!fresh.isReady()) {
      fresh.kill();
      throw new CannotStartException(Reason.SYSTEM, "its supervisor ended before it began");
    }
    return fresh;
  }

  private Optional<StandBy> next() throws IOException {
    StandBy one = waiting.poll();
    return one == null ? again() : Optional.of(one);
  }

  private StandBy begin(int attempt, Optional<Launch> run, Optional<Path> ofRun)
      throws IOException, CannotStartException {
    Path records = folder.resolve(ours + UUID.randomUUID());
    Path first = SupervisorProcess.firstRecord(records);
    try {
      RunRecord.prepare(first, attempt, boot, tools.reports());
      return new StandBy(SupervisorProcess.start(tools, patience, records, run, ofRun, children));
    } catch (IOException | CannotStartException failed) {
      Files.deleteIfExists(first);
      throw failed;
    }
  }

  /** One whose supervisor was there already, for the first attempt of a run without stdin. */
  private Optional<StandBy> again() throws IOException {
    for (var one = reusables.take(); one.isPresent(); one = reusables.take()) {
      SupervisorProcess process = one.get();
      Path record = process.nextRecord();
      try {
        RunRecord.prepare(record, 1, boot, tools.reports());
        if (process.again()) {
          return Optional.of(new StandBy(process));
        }
        Files.deleteIfExists(record);
      } catch (IOException failed) {
        process.letGo();
        Files.deleteIfExists(record);
        throw failed;
      }
      process.kill(); // somebody has stopped it, or had killed it
      process.letGo();
    }
    return Optional.empty();
  }

  /** Its command runs; it may be used again when that has ended. */
  Reusables.Loan lend(SupervisorProcess process) {
    return reusables.lend(process);
  }

  /**
   * Sees to it that one waits for the next start. Whatever fails here, whoever needs one is told.
   */
  void fill() {
    if (closed || waiting.remainingCapacity() == 0 || !filling.compareAndSet(false, true)) {
      return;
    }
    try {
      Optional<StandBy> again = again();
      StandBy one = again.isPresent() ? again.get() : begin(1, Optional.empty(), Optional.empty());
      if (!waiting.offer(one)) {
        one.dismiss();
      }
    } catch (IOException | CannotStartException | IllegalStateException scarce) {
      // See above.
    } finally {
      filling.set(false);
    }
    if (closed) {
      dismissAll();
    }
  }

  void close() {
    closed = true;
    reusables.close();
    dismissAll();
  }

  private void dismissAll() {
    for (StandBy one = waiting.poll(); one != null; one = waiting.poll()) {
      one.dismiss();
    }
  }

  /** Deletes the records of those that went with a JVM before this one. */
  static void deleteLeft(Path folder) {
    try (DirectoryStream<Path> records = Files.newDirectoryStream(folder)) {
      for (Path record : records) {
        if (!isOfSomebody(record.getFileName().toString().split("-", 3))) {
          Files.deleteIfExists(record);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isOfSomebody(String[] name) {
    try {
      return name.length == 3
          && new ProcessId(Long.parseLong(name[0]), Long.parseLong(name[1])).isAlive();
    } catch (NumberFormatException notOurs) {
      return false;
    }
  }
}
