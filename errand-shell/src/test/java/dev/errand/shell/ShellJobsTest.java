package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.sql.SqlJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Commands as jobs, from their start to what the owner is told. */
class ShellJobsTest extends ShellTest {

  private JobEnd end(ShellJobs shell, Command command) throws Exception {
    return settled(shell, shell.start(command)).end().orElseThrow();
  }

  @Test
  @DisplayName("C2 an exit code is the end: 0 completes, another one fails, and both are told")
  void exitCodes() throws Exception {
    ShellJobs shell = inMemory();
    Job good = settled(shell, shell.start(Command.shell("echo hello; echo oops >&2")));
    assertThat(good.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(good.end().orElseThrow().exit()).contains(Exit.withCode(0));
    assertThat(good.end().orElseThrow().text())
        .isEqualTo("exit code 0\nhello\noops\n[Log ends at cursor 11.]");
    Job bad = settled(shell, shell.start(Command.shell("exit 137")));
    assertThat(bad.status()).isEqualTo(JobStatus.FAILED);
    assertThat(bad.end().orElseThrow().reason()).isEqualTo(EndReason.THREW);
    assertThat(bad.end().orElseThrow().exit()).contains(Exit.withCode(137));
    assertThat(bad.end().orElseThrow().text()).isEqualTo("exit code 137\n[It printed nothing.]");
    assertThat(nextMail().text()).startsWith("exit code 0");
  }

  @Test
  @DisplayName("C2 a command that a signal killed was killed by that signal")
  void signals() throws Exception {
    ShellJobs shell = inMemory();
    assertThat(end(shell, Command.shell("kill -KILL $$")).exit()).contains(Exit.bySignal("KILL"));
    String id = shell.start(Command.shell("echo ready; sleep 1000"));
    awaitOutput(shell, id, "ready");
    assertThat(shell.signal(id, "SIGHUP")).isTrue();
    assertThat(settled(shell, id).end().orElseThrow().exit()).contains(Exit.bySignal("HUP"));
    assertThatThrownBy(() -> shell.signal(id, "HUP")).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  @DisplayName("argv, directory and environment are passed on as they are")
  void passedOn() throws Exception {
    ShellJobs shell = inMemory();
    List<String> argv =
        List.of("/bin/sh", "-c", "printf '<%s>' \"$@\" \"$PWD\" \"$X\"", "sh", "", "a b", "ü\n*");
    Command command =
        Command.of(argv)
            .directory(folder)
            .environment(Map.of("PATH", "/usr/bin:/bin", "X", "= 'secret'"));
    String id = shell.start(command);
    settled(shell, id);
    assertThat(shell.log(id).orElseThrow().read(0, 1_000).text())
        .isEqualTo("<><a b><ü\n*><" + folder + "><= 'secret'>");
  }

  @Test
  @DisplayName("a command that cannot be started fails, says why, and has the exit code of a shell")
  void notStarted() throws Exception {
    ShellJobs shell = inMemory();
    JobEnd missing = end(shell, Command.of("no-such-program"));
    assertThat(missing.exit()).contains(Exit.withCode(127));
    assertThat(missing.text()).contains("no-such-program");
    JobEnd folderGone = end(shell, Command.of("true").directory(folder.resolve("gone")));
    assertThat(folderGone.exit()).isEmpty();
    assertThat(folderGone.text()).startsWith("cannot be started").contains("gone");
  }

  @Test
  @DisplayName("L1 what no process can be given is refused before anything is registered")
  void refused() {
    ShellJobs shell = inMemory();
    assertThatThrownBy(() -> shell.start(Command.of("echo", "x".repeat(1_000_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argument 1 has 1000000 bytes");
    assertThatThrownBy(() -> Command.of()).hasMessageContaining("argv");
    assertThatThrownBy(() -> Command.of("true").quota(1)).hasMessageContaining("quota");
    assertThat(shell.manager().allJobs()).isEmpty();
    assertThat(folder.resolve("commands/environments"))
        .satisfiesAnyOf(
            gone -> assertThat(gone).doesNotExist(), empty -> assertThat(empty).isEmptyDirectory());
  }

  @Test
  @DisplayName("a background child that keeps the pipes open does not keep the job, and is ended")
  void backgroundChild() throws Exception {
    ShellJobs shell = inMemory();
    JobEnd end = end(shell, Command.shell("sleep 1000 & setsid sleep 1000 & echo done"));
    assertThat(end.exit()).contains(Exit.withCode(0));
    assertThat(end.text()).contains("done");
  }

  @Test
  @DisplayName("D1 a cancelled command is ended, and what it printed is kept as late text (C3)")
  void cancelled() throws Exception {
    ShellJobs shell = inMemory();
    String id =
        shell.start(
            Command.shell("trap '' TERM; echo ready; sleep 1000")
                .killGrace(Duration.ofMillis(200)));
    awaitOutput(shell, id, "ready");
    shell.manager().cancel(id, CancelledBy.PERSON);
    Job job = settled(shell, id);
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.lateText().orElseThrow()).contains("ready").contains("Log ends at cursor 6");
    assertThat(shell.log(id).orElseThrow().read(0, 100).text()).isEqualTo("ready\n");
  }

  @Test
  @DisplayName("A7 a command that takes too long has timed out")
  void timeout() throws Exception {
    ShellJobs shell = inMemory();
    JobOptions options = JobOptions.builder().timeout(Duration.ofMillis(300)).build();
    Job job = settled(shell, shell.start(Command.of("sleep", "1000"), options));
    assertThat(job.end().orElseThrow().reason()).isEqualTo(EndReason.TIMED_OUT);
  }

  @Test
  @DisplayName(
      "C2 a command that prints nothing for too long has timed out; one that prints has not")
  void idle() throws Exception {
    ShellJobs shell = inMemory();
    JobEnd quiet =
        end(shell, Command.shell("echo begun; sleep 1000").idleTimeout(Duration.ofMillis(400)));
    assertThat(quiet.reason()).isEqualTo(EndReason.TIMED_OUT);
    assertThat(quiet.text()).contains("printed nothing for").contains("begun");
    JobEnd busy =
        end(
            shell,
            Command.shell("for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done")
                .idleTimeout(Duration.ofSeconds(20)));
    assertThat(busy.reason()).isEqualTo(EndReason.RETURNED);
  }

  @Test
  @DisplayName("stdin is at its end unless asked for; then it takes what is sent")
  void stdin() throws Exception {
    ShellJobs shell = inMemory();
    assertThat(end(shell, Command.of("cat")).exit()).contains(Exit.withCode(0));
    String id = shell.start(Command.of("cat").withStdin());
    shell.send(id, "one\n"); // at once: a command that is being started is waited for
    awaitOutput(shell, id, "one");
    shell.send(id, "two\n");
    shell.closeStdin(id);
    assertThat(settled(shell, id).end().orElseThrow().text()).contains("one\ntwo\n");
  }

  @Test
  @DisplayName("the result has the last part of a long output, and says where it begins")
  void longOutput() throws Exception {
    ShellJobs shell = inMemory();
    JobEnd end = end(shell, Command.shell("seq 1 100000"));
    assertThat(end.text()).startsWith("exit code 0\n[The last part, from cursor ");
    assertThat(end.text()).contains("\n100000\n[Log ends at cursor 588895.]");
    assertThat(end.text().length()).isBetween(7_000, 8_300);
  }

  @Test
  @DisplayName(
      "J2 with a durable store commands outlive the manager: they go on, or their ends are read")
  void adopted() throws Exception {
    Path go = folder.resolve("go");
    ShellJobs first = durable();
    String runs =
        first.start(
            Command.shell(
                "echo begun; while [ ! -e " + go + " ]; do sleep 0.05; done; echo end; exit 3"),
            id("runs"));
    String ends = first.start(Command.shell("echo short; kill -USR1 $$"), id("ends"));
    first.start(Command.shell("echo begun; sleep 1000"), id("cancelled"));
    awaitOutput(first, runs, "begun");
    assertThat(settled(first, ends).end().orElseThrow().exit()).contains(Exit.bySignal("USR1"));
    nextMail();
    first.close();
    assertThat(Survivors.of(folder)).as("they go on").isNotEmpty();
    Files.createFile(go);

    ShellJobs second = durable();
    assertThat(second.manager().job("cancelled").orElseThrow().status())
        .isEqualTo(JobStatus.RUNNING);
    second.manager().cancel("cancelled", CancelledBy.OWNER);
    Job job = settled(second, runs);
    assertThat(job.end().orElseThrow().exit()).contains(Exit.withCode(3));
    assertThat(job.end().orElseThrow().text()).contains("begun\nend\n");
    assertThat(nextMail().jobId()).isEqualTo("runs");
    assertThat(mail).isEmpty();
  }

  @Test
  @DisplayName("J2 an end is read truthfully however early in the opening its body runs")
  void adoptedWhileOpening() throws Exception {
    ShellJobs first = durable();
    first.start(Command.shell("echo begun; read -r go; exit 3").withStdin(), id("early"));
    awaitOutput(first, "early", "begun");
    first.close();
    ProcessHandle command = commandThatReads();
    assertThat(command.destroy()).isTrue();
    command.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    ShellJobs second =
        open(builder ->
            builder
                .store(SqlJobStore.sqlite(folder.resolve("jobs.db")))
                .timeAndThreads(new Hasty("early")));
    assertThat(second.manager().awaitAll(PATIENCE)).isTrue();
    Job job = second.manager().job("early").orElseThrow();
    assertThat(job.end().orElseThrow().exit()).contains(Exit.bySignal("TERM"));
  }

  /** Found by its cookie: the manager that started it is closed. */
  private ProcessHandle commandThatReads() {
    return Survivors.of(folder).stream()
        .filter(line -> line.contains("read -r go") && !line.contains("errand"))
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("I1 with a store on the heap commands end with the manager")
  void endedWithManager() throws Exception {
    ShellJobs shell = inMemory();
    String id = shell.start(Command.shell("echo begun; sleep 1000"));
    awaitOutput(shell, id, "begun");
    shell.close();
    assertThat(Survivors.of(folder)).isEmpty();
  }

  @Test
  @DisplayName("environment values are neither in the store nor in any file once the command runs")
  void noSecrets() throws Exception {
    ShellJobs shell = durable();
    String id =
        shell.start(
            Command.shell("echo begun; sleep 1000").variable("TOKEN", "s3cret-value"), id("x"));
    awaitOutput(shell, id, "begun");
    awaitEmpty(folder.resolve("commands/environments"));
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain("s3cret-value");
      }
    }
  }

  private static void awaitEmpty(Path files) throws java.io.IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var all = Files.list(files)) {
        if (all.findAny().isEmpty()) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("time for %s to be emptied", files).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("H1 what is forgotten takes its output along")
  void forgotten() throws Exception {
    ShellJobs shell = inMemory();
    String id = shell.start(Command.of("echo", "x"));
    Job job = settled(shell, id);
    Path output = folder.resolve("commands/runs/" + job.runId());
    assertThat(output).exists();
    shell.manager().evict(dev.errand.JobFilter.all());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Files.exists(output)) {
      assertThat(System.nanoTime()).as("time for %s to go", output).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
