package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.CloseMode;
import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.sql.SqlJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
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
    opened.add(shell);
    return shell;
  }

  static JobOptions id(String id) {
    return JobOptions.builder().id(id).owner("me").build();
  }

  /** The job when it has settled. */
  static Job settled(ShellJobs shell, String id) throws InterruptedException {
    assertThat(shell.manager().awaitJobs(List.of(id), AwaitMode.ALL, PATIENCE).met()).isTrue();
    assertThat(shell.manager().awaitAll(PATIENCE)).as("all have settled").isTrue();
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
      shell.manager().cancelAll(JobFilter.all());
      shell.manager().close(PATIENCE, CloseMode.CANCEL);
      shell.close();
    }
    assertThat(Survivors.of(folder)).as("processes that are left").isEmpty();
  }
}
