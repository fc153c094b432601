package dev.errand.bench;

import dev.errand.AsyncJobManager;
import dev.errand.CloseMode;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.shell.Command;
import dev.errand.shell.ShellJobs;
import dev.errand.shell.log.LogState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Commands as jobs of a real manager on the heap, with a way to wait until one has settled. */
final class CommandJobs implements AutoCloseable {
  /** What both sides of a comparison run when they run next to nothing. */
  static final Command NOTHING = Command.of("sh", "-c", "true");

  private static final int SLOTS = 600;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final ShellJobs shell;
  private final Path folder;
  private final ConcurrentMap<String, CompletableFuture<Job>> settled = new ConcurrentHashMap<>();

  /** Their files are in this folder. Nothing of them is forgotten or removed while it is timed. */
  CommandJobs(Path folder) {
    this.folder = folder;
    shell =
        ShellJobs.builder(folder)
            .totalBudget(1L << 40)
            .open(AsyncJobManager.builder().maxRunningJobs(SLOTS).retention(Duration.ofHours(1)));
    shell
        .manager()
        .addListener(
            new JobListener() {
              @Override
              public void onSettled(Job job) {
                future(job.id()).complete(job);
              }
            });
  }

  private CompletableFuture<Job> future(String id) {
    return settled.computeIfAbsent(id, any -> new CompletableFuture<>());
  }

  /** One whole job, from its registration until it has settled; fails unless it exits with 0. */
  void run(Command command) throws Exception {
    Job job = settled(shell.start(command));
    if (job.end()
        .flatMap(end -> end.exit())
        .filter(exit -> exit.code().orElse(-1) == 0)
        .isEmpty()) {
      throw new IllegalStateException("it failed: " + job.end());
    }
  }

  /** Returns when it has settled. */
  Job settled(String id) throws Exception {
    Job job = future(id).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    settled.remove(id);
    return job;
  }

  /** Cancels it and returns when all its processes are gone. */
  void end(String id) throws Exception {
    shell.manager().cancel(id);
    settled(id);
  }

  /** How many bytes it has printed. */
  long printed(String id) {
    return shell.log(id).orElseThrow().state() instanceof LogState.Present log ? log.size() : 0;
  }

  /** Returns when it has begun to print. */
  void awaitPrinted(String id) {
    Await.until("output of " + id, () -> printed(id) > 0);
  }

  /** The file of what it prints. */
  Path output(String id) {
    String run = shell.manager().job(id).orElseThrow().runId();
    return folder.resolve("runs").resolve(run).resolve("output.log");
  }

  @Override
  public void close() {
    shell.manager().cancelAll(JobFilter.all());
    shell.manager().close(PATIENCE, CloseMode.CANCEL);
    shell.close();
  }
}
