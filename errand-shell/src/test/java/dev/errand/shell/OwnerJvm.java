package dev.errand.shell;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.shell.log.LogFollower;
import dev.errand.shell.log.LogPage;
import dev.errand.sql.SqlJobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * A JVM that owns commands until it is killed: registers some, cancels some, takes the deliveries
 * of all. Each thing that it begins, and each that was acknowledged to it, is a line in a file, and
 * then on stdout, by which whoever kills it counts.
 *
 * <p>Arguments: the folder, the number of this life, a seed, and whether it is the last one, which
 * registers nothing and waits for all.
 */
final class OwnerJvm {
  private static final int THREADS = 2;
  private static final int UNDER_WAY = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Path folder;
  private final String life;
  private final FileChannel evidence;

  /** So many more may be registered now, by each thread. */
  private final Semaphore room = new Semaphore(THREADS * UNDER_WAY);

  private OwnerJvm(Path folder, String life) throws IOException {
    this.folder = folder;
    this.life = life;
    this.evidence =
        FileChannel.open(evidence(folder), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The lines of all lives. */
  static Path evidence(Path folder) {
    return folder.resolve("evidence");
  }

  /** What the command of this job says. */
  static Path told(Path folder, String id) {
    return folder.resolve("told").resolve(id);
  }

  /** Commands whose files are there. */
  static ShellJobs open(Path folder, AsyncJobManager.Builder manager) {
    return ShellJobs.builder(folder.resolve("commands"))
        .open(
            manager
                .retention(Duration.ofDays(1))
                .store(SqlJobStore.sqlite(folder.resolve("jobs.db"))));
  }

  public static void main(String[] args) throws Exception {
    OwnerJvm owner = new OwnerJvm(Path.of(args[0]), args[1]);
    owner.say("opening");
    ShellJobs shell =
        open(
            owner.folder,
            // Few slots: some wait in the queue.
            AsyncJobManager.builder().maxRunningJobs(8).onJobComplete(owner::delivered));
    owner.say("open");
    shell.manager().addListener(owner.listener());
    long seed = Long.parseLong(args[2]);
    owner.cancelLeftovers(shell, new Random(seed));
    if (Boolean.parseBoolean(args[3])) {
      owner.finish(shell);
      return;
    }
    for (int thread = 0; thread < THREADS; thread++) {
      Random dice = new Random(seed + 1 + thread);
      String prefix = args[1] + "-" + thread + "-";
      var _ = Thread.ofPlatform().start(() -> owner.register(shell, prefix, dice));
    }
  }

  private JobListener listener() {
    return new JobListener() {
      @Override
      public void onSettled(Job job) {
        say("settled " + job.id());
        room.release();
      }
    };
  }

  private void register(ShellJobs shell, String prefix, Random dice) {
    for (int i = 0; ; i++) {
      room.acquireUninterruptibly();
      String id = prefix + i;
      Fate fate = Fate.random(dice);
      say("registering " + id + " " + fate);
      String got =
          shell.start(
              "bash",
              fate.toString(),
              fate.command(told(folder, id)),
              JobOptions.builder().id(id).owner("me").admission(Admission.QUEUE).build());
      say("registered " + got);
      if (fate.mayBeCancelled()) {
        cancel(shell, got, dice);
      }
    }
  }

  /** At once, or as soon as it has printed something. */
  private void cancel(ShellJobs shell, String id, Random dice) {
    if (dice.nextInt(3) == 0) {
      cancel(shell, id);
    } else {
      var _ = Thread.startVirtualThread(() -> cancelWhenStarted(shell, id));
    }
  }

  private void cancelWhenStarted(ShellJobs shell, String id) {
    LogFollower follower = shell.log(id).orElseThrow().follow(0);
    try {
      LogPage page = follower.next(PATIENCE);
      if (!page.text().isEmpty()) {
        cancel(shell, id);
      }
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Those whose turn had not come when the life before ended. */
  private void cancelLeftovers(ShellJobs shell, Random dice) {
    for (Job job : shell.manager().allJobs()) {
      if (job.endedAt().isEmpty() && Fate.parse(job.label()).mayBeCancelled()) {
        cancel(shell, job.id(), dice);
      }
    }
  }

  private void cancel(ShellJobs shell, String id) {
    Fate fate = Fate.parse(shell.manager().job(id).orElseThrow().label());
    say("cancelling " + id);
    if (shell.manager().cancel(id, fate.canceller())) {
      say("cancelled " + id);
    }
  }

  private void delivered(Delivery delivery) {
    String how = Fate.word(delivery.job().end().orElseThrow());
    say("delivered " + delivery.jobId() + " " + delivery.deliveryId() + " " + how);
  }

  private void finish(ShellJobs shell) throws Exception {
    boolean all = shell.manager().awaitAll(PATIENCE);
    boolean mail = shell.manager().drainDeliveries(PATIENCE);
    for (Job job : shell.manager().allJobs()) {
      String how = job.end().map(Fate::word).orElseGet(() -> job.status().toString());
      say("final " + job.id() + " " + how + (job.settledAt().isPresent() ? "" : " unsettled"));
    }
    shell.close();
    say("finished " + (all && mail));
  }

  private void say(String what) {
    ByteBuffer line = ByteBuffer.wrap((life + " " + what + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        var _ = evidence.write(line);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    System.out.print(what + "\n");
    System.out.flush();
  }

  /** Makes the folder ready for the first life. */
  static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("told"));
    Files.createDirectories(folder.resolve("tmp"));
  }
}
