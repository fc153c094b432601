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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Removes the files of runs that are forgotten, and keeps the total of logs within its budget. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.errand.shell");
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration SWEEP_SOON = Duration.ofSeconds(1);
  private static final Duration LEFTOVERS = Duration.ofHours(1);

  private final ProcessHost host;
  private final Environments environments;
  private final Path runs;
  private final Set<String> live;
  private final LogBudget budget;
  private final AtomicBoolean sweepIsDue = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("errand-shell-housekeeping").factory());

  Housekeeping(
      ProcessHost host, Environments environments, Path runs, long totalBudget, Set<String> live) {
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
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // they can wait for the next
  }

  void start(AsyncJobManager manager) {
    var _ =
        thread.scheduleWithFixedDelay(
            guarded(() -> removeLeftovers(manager)),
            0,
            LEFTOVERS.toMillis(),
            TimeUnit.MILLISECONDS);
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

  /**
   * A command has ended; its output counts from now on as what may be removed. Looked at soon and
   * with that of others: a sweep lists all folders.
   */
  void runIsOver() {
    if (sweepIsDue.compareAndSet(false, true)) {
      execute(
          () -> {
            sweepIsDue.set(false);
            budget.sweep();
          },
          SWEEP_SOON);
    }
  }

  /** What was forgotten while nobody looked. */
  private void removeLeftovers(AsyncJobManager manager) {
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
            .filter(call -> Place.of(call).isPresent())
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
    execute(task, Duration.ZERO);
  }

  private void execute(Runnable task, Duration delay) {
    try {
      var _ = thread.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
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
