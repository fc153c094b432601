package dev.errand.shell;

import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.shell.log.LogBudget;
import dev.errand.shell.process.ProcessHost;
import dev.errand.spi.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Removes the files of runs that are forgotten, and keeps the total of logs within its budget. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.errand.shell");
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration LEFTOVERS = Duration.ofHours(1);

  private final AsyncJobManager manager;
  private final ProcessHost host;
  private final Environments environments;
  private final Path runs;
  private final Set<String> live;
  private final LogBudget budget;
  private final AtomicBoolean sweepIsDue = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("errand-shell-housekeeping").factory());

  Housekeeping(
      AsyncJobManager manager,
      ProcessHost host,
      Environments environments,
      Path runs,
      long totalBudget,
      Set<String> live) {
    this.manager = manager;
    this.host = host;
    this.environments = environments;
    this.runs = runs;
    this.live = live;
    this.budget =
        new LogBudget(
            runs,
            totalBudget,
            folder -> host.endedAt(folder.getFileName().toString()),
            Clock.systemUTC());
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            guarded(this::removeLeftovers), 0, LEFTOVERS.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        thread.scheduleWithFixedDelay(
            guarded(budget::sweep), SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A run is over; if its command never started, it never will. */
  void settled(Job job) {
    environment(job).ifPresent(name -> execute(() -> environments.forget(name)));
  }

  /** A run is forgotten, and with it goes what it printed. */
  void forget(String runId) {
    execute(() -> host.forget(runId));
  }

  /** A command has ended; its output counts from now on as what may be removed. */
  void runIsOver() {
    if (sweepIsDue.compareAndSet(false, true)) {
      execute(() -> {
        sweepIsDue.set(false);
        budget.sweep();
      });
    }
  }

  /** What was forgotten while nobody looked. */
  private void removeLeftovers() {
    Set<String> folders = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(runs)) {
      all.forEach(folder -> folders.add(folder.getFileName().toString()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Set<String> waiting = new HashSet<>(); // read after the folders: what begins now is kept
    for (Job job : manager.allJobs()) {
      folders.remove(job.runId());
      if (job.endedAt().isEmpty()) {
        environment(job).ifPresent(waiting::add);
      }
    }
    folders.removeAll(live);
    folders.forEach(this::forgetUnlessRunning);
    environments.removeLeft(waiting);
  }

  private static Optional<String> environment(Job job) {
    return job instanceof Run run
        ? run.registration()
            .call()
            .filter(call -> call.handler().equals(ShellJobs.HANDLER))
            .map(HandlerCall::payload)
            .map(payload -> CommandText.parse(payload).environment())
        : Optional.empty();
  }

  private void forgetUnlessRunning(String runId) {
    if (host.endedAt(runId).isPresent()) {
      host.forget(runId);
    }
  }

  private void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException closed) {
      // the next one that opens the folder removes what is left
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException failed) {
        LOG.log(Level.WARNING, "Files of commands could not be looked after", failed);
      }
    };
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "Files of commands are still being looked after");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
