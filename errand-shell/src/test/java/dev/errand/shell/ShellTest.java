package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.CloseMode;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.StoreException;
import dev.errand.sql.SqlJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of commands as jobs share. At the end of each, no process of it is left. */
abstract class ShellTest {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  final BlockingQueue<Delivery> mail = new LinkedBlockingQueue<>();
  private final ConcurrentMap<String, CompletableFuture<Job>> settled = new ConcurrentHashMap<>();
  private final List<ShellJobs> opened = new ArrayList<>();

  /** Commands on a manager whose jobs are on the heap. */
  ShellJobs inMemory() {
    return open(builder -> builder);
  }

  /** Commands on a manager whose jobs are in a file. */
  ShellJobs durable() {
    return open(builder -> builder.store(SqlJobStore.sqlite(folder.resolve("jobs.db"))));
  }

  ShellJobs open(UnaryOperator<AsyncJobManager.Builder> how) {
    return open(ShellJobs.builder(folder.resolve("commands")), how);
  }

  ShellJobs open(ShellJobs.Builder builder, UnaryOperator<AsyncJobManager.Builder> how) {
    AsyncJobManager.Builder manager =
        AsyncJobManager.builder().maxRunningJobs(600).onJobComplete(mail::add);
    ShellJobs shell = builder.open(how.apply(manager));
    shell
        .manager()
        .addListener(
            new JobListener() {
              @Override
              public void onSettled(Job job) {
                settled.computeIfAbsent(job.id(), any -> new CompletableFuture<>()).complete(job);
              }
            });
    opened.add(shell);
    return shell;
  }

  static JobOptions id(String id) {
    return JobOptions.builder().id(id).owner("me").build();
  }

  /** The job when it has settled; its delivery goes its way. */
  Job settled(ShellJobs shell, String id) throws Exception {
    Job unused =
        settled
            .computeIfAbsent(id, any -> new CompletableFuture<>())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return shell.manager().job(id).orElseThrow();
  }

  Delivery nextMail() throws InterruptedException {
    Delivery delivery = mail.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(delivery).as("a delivery").isNotNull();
    return delivery;
  }

  /** Waits until this has been printed. */
  static void awaitOutput(ShellJobs shell, String id, String text) throws InterruptedException {
    var follower = shell.log(id).orElseThrow().follow(0);
    StringBuilder all = new StringBuilder();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (all.indexOf(text) < 0) {
      assertThat(System.nanoTime()).as("time for %s to be printed", text).isLessThan(deadline);
      all.append(follower.next(Duration.ofSeconds(1)).text());
    }
  }

  @AfterEach
  void endAll() {
    for (ShellJobs shell : opened) {
      try {
        shell.manager().cancelAll(JobFilter.all());
      } catch (StoreException closed) {
        // by the test
      }
      shell.manager().close(PATIENCE, CloseMode.CANCEL);
      shell.close();
    }
    assertThat(Survivors.of(folder)).as("processes that are left").isEmpty();
  }
}
