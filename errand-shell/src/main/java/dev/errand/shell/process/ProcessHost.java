package dev.errand.shell.process;

import dev.errand.shell.process.CannotStartException.Reason;
import dev.errand.shell.process.Found.Ended;
import dev.errand.shell.process.Found.NeverStarted;
import dev.errand.shell.process.Found.StillRunning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Starts the commands of runs, and finds them again: they outlive this JVM. One for each folder and
 * JVM; thread-safe. Linux only.
 *
 * <p>Folders: {@code runs/<runId>} with the output of a run and its pipes, {@code ends/<runId>}
 * with the record of its processes, see {@link RunRecord}. Both remain until {@link #forget}.
 */
public final class ProcessHost implements AutoCloseable {
  private static final Duration IDLE_STARTER = Duration.ofSeconds(10);
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_MILLIS = 5;

  private final Path root;
  private final Duration patience;
  private final String boot;
  private final ProcessTable table = new ProcessTable();
  private final EndWatcher watcher;
  private final CompletableFuture<Supervisor> supervisor;
  // A start blocks its thread in the kernel. That must not be the carrier of virtual threads.
  private final ExecutorService starters;

  private ProcessHost(
      Path root, String boot, EndWatcher watcher, Optional<Tools> tools, Duration patience) {
    this.root = root;
    this.patience = patience;
    this.boot = boot;
    this.watcher = watcher;
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_STARTER.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("errand-process-start-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    this.starters = pool;
    this.supervisor = new CompletableFuture<>();
    tools.ifPresent(it -> supervisor.complete(supervisor(it)));
  }

  /**
   * The host of this folder, which is made if it is not there.
   *
   * @throws UnsupportedOperationException if this is not Linux
   * @throws UncheckedIOException if the folder cannot be used
   */
  public static ProcessHost in(Path root) {
    return in(root, Optional.empty(), true, ANSWERS_WITHIN);
  }

  static ProcessHost in(Path root, Optional<Tools> tools, boolean mayWatch, Duration patience) {
    if (!System.getProperty("os.name", "").equals("Linux")
        || !Files.isReadable(Path.of("/proc/self/stat"))) {
      throw new UnsupportedOperationException(
          "processes as jobs need Linux with /proc; jobs in Java work everywhere");
    }
    Path absolute = root.toAbsolutePath();
    try {
      RunFiles.createRoot(absolute);
      StandBys.deleteLeft(RunFiles.standBys(absolute));
      EndWatcher watcher = new EndWatcher(RunFiles.ends(absolute), mayWatch);
      return new ProcessHost(absolute, ProcFiles.bootId(), watcher, tools, patience);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Starts a command. It has begun when this returns; if this throws, it never begins.
   *
   * @throws CannotStartException if it cannot be started
   * @throws IllegalStateException if this run was started before: {@link #find} says what became of
   *     it
   */
  public RunningProcess start(Launch launch) throws CannotStartException {
    if (!Thread.currentThread().isVirtual()) {
      try {
        return startHere(launch);
      } finally {
        getReady();
      }
    }
    CompletableFuture<RunningProcess> started = new CompletableFuture<>();
    starters.execute(() -> {
      try {
        started.complete(startHere(launch));
      } catch (CannotStartException | RuntimeException | Error failed) {
        started.completeExceptionally(failed);
      }
      getReady();
    });
    try {
      return started.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case CannotStartException why -> throw why;
        case RuntimeException why -> throw why;
        case null, default -> throw failed;
      }
    }
  }

  private void getReady() {
    if (supervisor.isDone()) {
      supervisor.join().getReady();
    }
  }

  private RunningProcess startHere(Launch launch) throws CannotStartException {
    String runId = launch.runId();
    RunFiles files = RunFiles.of(root, runId);
    int attempt = nextAttempt(runId, files);
    try {
      Supervisor.Started started = supervisor().start(launch, files, attempt);
      return attend(
          runId,
          files,
          Optional.of(started.supervisor()),
          started.command(),
          Optional.of(started.loan()));
    } catch (CannotStartException failed) {
      if (isOurs(files, attempt)) {
        neverBegins(files, attempt);
        clear(files);
      }
      throw failed;
    }
  }

  private int nextAttempt(String runId, RunFiles files) throws CannotStartException {
    if (!Files.exists(files.record())) {
      return 1;
    }
    if (find(runId) instanceof NeverStarted) {
      try {
        return RunRecord.read(files.record()).map(RunRecord::attempt).orElse(0) + 1;
      } catch (IOException unreadable) {
        throw new CannotStartException(Reason.SYSTEM, "its record cannot be read");
      }
    }
    throw new IllegalStateException("run " + runId + " was started before; each starts once");
  }

  private Supervisor supervisor() throws CannotStartException {
    if (!supervisor.isDone()) {
      // Two at once do no harm, and a failure is not for ever.
      supervisor.complete(supervisor(Tools.probe()));
    }
    return supervisor.join();
  }

  private Supervisor supervisor(Tools tools) {
    return new Supervisor(tools, patience, boot, RunFiles.standBys(root), watcher::reap);
  }

  /** Whether no heir has taken the run over, who may be starting it at this moment. */
  private static boolean isOurs(RunFiles files, int attempt) {
    return !Files.isDirectory(files.folder().resolve(RunFiles.token(attempt)));
  }

  /**
   * Whoever was to become the command may only have been stopped, and there was no way to end it.
   */
  private static void neverBegins(RunFiles files, int attempt) {
    try {
      var _ = files.takeToken(attempt);
    } catch (IOException nothingWasMade) {
      // Then it finds nowhere to make its token.
    }
  }

  private static void clear(RunFiles files) {
    try {
      files.delete();
    } catch (IOException failed) {
      // It stays behind, as a run that never started.
    }
  }

  private RunningProcess attend(
      String runId,
      RunFiles files,
      Optional<ProcessId> waiting,
      ProcessId command,
      Optional<Reusables.Loan> loan) {
    ProcessTree tree = new ProcessTree(runId, waiting, Optional.of(command), table);
    return watcher.add(new RunningProcess(runId, files, command, tree), waiting, loan);
  }

  /**
   * What became of a run that was started here, by this JVM or one before it. If the command has
   * not begun yet, it never will after this. What was stopped should be told to {@link
   * ProcessTree#goOn}.
   *
   * @throws UncheckedIOException if the files cannot be read; not if they are missing or garbled
   */
  public Found find(String runId) {
    Launch.checkRunId(runId);
    Optional<RunningProcess> known = watcher.known(runId);
    if (known.isPresent()) {
      return new StillRunning(known.get());
    }
    RunFiles files = RunFiles.of(root, runId);
    try {
      return find(runId, files);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Found find(String runId, RunFiles files) throws IOException {
    Optional<RunRecord> read;
    try {
      read = RunRecord.read(files.record());
    } catch (NoSuchFileException none) {
      // It is written before anything is started.
      return Files.exists(files.folder().resolve(RunFiles.token(1)))
          ? vanished("its record was deleted")
          : new NeverStarted();
    }
    if (read.isEmpty()) {
      return vanished("its record is garbled");
    }
    RunRecord written = read.get();
    boolean here = written.boot().equals(boot);
    if (written.end().isPresent()
        && !(here && written.command().filter(ProcessId::isAlive).isPresent())) {
      return new Ended(written.end().get());
    }
    if (written.command().isPresent()) {
      return afterBegin(runId, files, written);
    }
    if (written.hasEnded() || files.takeToken(written.attempt()) == RunFiles.Taken.BY_HEIR) {
      return new NeverStarted();
    }
    return here ? beginning(runId, files) : vanished("the host was restarted");
  }

  private Found afterBegin(String runId, RunFiles files, RunRecord written) throws IOException {
    if (!written.boot().equals(boot)) {
      return vanished("the host was restarted");
    }
    ProcessId command = written.command().orElseThrow();
    if (written.isAttended()) {
      return new StillRunning(
          attend(runId, files, written.supervisor(), command, Optional.empty()));
    }
    // It may have been written since we read it, and cannot be any more.
    return RunRecord.read(files.record())
        .flatMap(RunRecord::end)
        .<Found>map(Ended::new)
        .orElseGet(() -> vanished("its supervisor was killed"));
  }

  /**
   * A supervisor has the token, but has not told of the command: it will in a moment, or was
   * killed.
   */
  private Found beginning(String runId, RunFiles files) throws IOException {
    long deadline = System.nanoTime() + BEGINS_WITHIN.toNanos();
    try {
      while (true) {
        Optional<ProcessId> leader = RunRecord.read(files.record()).flatMap(RunRecord::leader);
        ProcessTree all = new ProcessTree(runId, Optional.empty(), leader, table);
        boolean alive = leader.filter(ProcessId::isAlive).isPresent() || !all.living().isEmpty();
        Optional<RunRecord> written = RunRecord.read(files.record());
        if (written.flatMap(RunRecord::command).isPresent()) {
          return find(runId, files);
        }
        if (!alive || written.filter(RunRecord::hasEnded).isPresent()) {
          return new NeverStarted(); // who becomes the command says so before, and nobody is left
        }
        if (System.nanoTime() - deadline >= 0) {
          all.end(Duration.ZERO); // somebody has stopped it
        }
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return vanished("interrupted while looking for it");
    }
  }

  /** The process of a run that was started or found here and has not ended. */
  public Optional<RunningProcess> running(String runId) {
    return watcher.known(runId).filter(process -> !process.end().isDone());
  }

  /**
   * When the command of a run ended, as far as that is known: of one that vanished, when it was
   * last heard of. Empty while it runs or may still begin. Changes nothing.
   */
  public Optional<Instant> endedAt(String runId) {
    if (running(runId).isPresent()) {
      return Optional.empty();
    }
    RunFiles files = RunFiles.of(root, runId);
    try {
      Instant written = Files.getLastModifiedTime(files.record()).toInstant();
      Optional<RunRecord> record = RunRecord.read(files.record());
      boolean here = record.map(RunRecord::boot).filter(boot::equals).isPresent();
      boolean mayGoOn = here && record.filter(RunRecord::isAttended).isPresent();
      boolean mayBegin = here && record.flatMap(RunRecord::command).isEmpty();
      return mayGoOn || (mayBegin && !record.get().hasEnded())
          ? Optional.empty()
          : Optional.of(written);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Ended vanished(String why) {
    return new Ended(new ProcessEnd.Vanished(why));
  }

  /**
   * The processes of a run, also after its end: what it left behind.
   *
   * @throws UncheckedIOException if its record cannot be read
   */
  public ProcessTree tree(String runId) {
    Launch.checkRunId(runId);
    Optional<RunRecord> written;
    try {
      written = RunRecord.read(RunFiles.of(root, runId).record());
    } catch (NoSuchFileException none) {
      written = Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    // Numbers from before a restart of the host mean nothing now.
    Optional<RunRecord> valid = written.filter(it -> it.boot().equals(boot));
    return new ProcessTree(
        runId, valid.flatMap(RunRecord::supervisor), valid.flatMap(RunRecord::command), table);
  }

  /**
   * Deletes all files of a run, its output too.
   *
   * @throws IllegalStateException if it is running
   */
  public void forget(String runId) {
    if (watcher.known(Launch.checkRunId(runId)).isPresent()) {
      throw new IllegalStateException("run " + runId + " is running; end it first");
    }
    try {
      RunFiles.of(root, runId).delete();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Stops watching. The processes live on; another host finds them. Their supervisors are children
   * of this JVM, and zombies from their end to its.
   */
  @Override
  public void close() {
    starters.shutdown();
    if (supervisor.isDone()) {
      supervisor.join().close();
    }
    awaitStarters();
    watcher.close();
  }

  /** One of them may be making the supervisor that is to wait, and its files. */
  private void awaitStarters() {
    try {
      var _ = starters.awaitTermination(CLOSES_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
