package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.CancelledBy;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogPage;
import dev.errand.shell.log.LogState;
import dev.errand.sql.SqlJobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Commands as jobs on bad days: odd output, too much of it, folders that go, full slots. */
class BadDaysTest extends ShellTest {
  private static final long QUOTA = 4L << 20;

  @Test
  @DisplayName("B3 output that is no text: the result has U+FFFD, the log has the exact bytes")
  void binary() throws Exception {
    ShellJobs shell = inMemory();
    String id = shell.start(Command.shell("printf 'a\\000\\377\\303(\\360\\237\\n\\342\\202'"));
    JobEnd end = settled(shell, id).end().orElseThrow();
    assertThat(end.exit()).contains(Exit.withCode(0));
    assertThat(end.text())
        .isEqualTo("exit code 0\na\0\uFFFD\uFFFD(\uFFFD\n\uFFFD\n[Log ends at cursor 10.]");
    assertThat(nextMail().text()).isEqualTo(end.text());
    assertThat(shell.log(id).orElseThrow().read(0, 100).bytes())
        .isEqualTo(
            "a\0\u00FF\u00C3(\u00F0\u009F\n\u00E2\u0082".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  @DisplayName("B3 what is no text survives a durable store as well")
  void binaryDurable() throws Exception {
    ShellJobs shell = durable();
    String id = shell.start(Command.of("head", "-c", "300000", "/dev/urandom"), id("random"));
    String text = settled(shell, id).end().orElseThrow().text();
    assertThat(text).startsWith("exit code 0\n").endsWith("[Log ends at cursor 300000.]");
    assertThat(text.length()).isLessThan(8_300);
    assertThat(nextMail().text()).isEqualTo(text);
  }

  @Test
  @DisplayName("B3 a line of 10 MB: the result has its end, the log all of it")
  void hugeLine() throws Exception {
    ShellJobs shell = inMemory();
    String id = shell.start(Command.shell("head -c 10000000 /dev/zero | tr '\\0' x; echo end"));
    String text = settled(shell, id).end().orElseThrow().text();
    assertThat(text)
        .startsWith("exit code 0\n[The last part, from cursor ")
        .endsWith("xxxend\n[Log ends at cursor 10000004.]");
    assertThat(text.length()).isBetween(7_000, 8_300);
    LogPage start = shell.log(id).orElseThrow().read(0, 10);
    assertThat(start.text()).isEqualTo("xxxxxxxxxx");
  }

  @Test
  @DisplayName("an endless printer stays within its quota; its first and last lines are exact")
  void endless() throws Exception {
    ShellJobs shell = inMemory();
    // Not at full speed: how much that is until it is noticed depends on how busy the machine is.
    String script =
        "a=1000000000; while :; do seq $a $((a + 17999)); a=$((a + 18000)); sleep 0.01; done";
    String id = shell.start(Command.shell(script).quota(QUOTA));
    awaitOutput(shell, id, "1000000000\n");
    JobLog log = shell.log(id).orElseThrow();
    Path output =
        folder
            .resolve("commands/runs")
            .resolve(shell.manager().job(id).orElseThrow().runId())
            .resolve("output.log");
    long most = 0;
    long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until || printed(log) < 5 * QUOTA) {
      most = Math.max(most, allocated(output));
      assertThat(System.nanoTime()).as("time for much to be printed").isLessThan(deadline);
    }
    assertThat(most).isBetween(QUOTA / 2, 4 * QUOTA);
    shell.manager().cancel(id, CancelledBy.PERSON);
    Job job = settled(shell, id);
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);

    long size = printed(log);
    assertThat(job.lateText().orElseThrow())
        .contains("[The last part, from cursor ")
        .endsWith("[Log ends at cursor " + size + ".]");
    assertThat(log.read(0, 1 << 20).text()).isEqualTo(numbers(0, 1 << 20));
    long from = size - 50_000;
    assertThat(log.read(from, 100_000).text()).isEqualTo(numbers(from, 50_000));
    assertThat(((LogState.Present) log.state()).released().length()).isGreaterThan(3 * QUOTA);
    assertThat(allocated(output)).isLessThanOrEqualTo(QUOTA);
  }

  private static long printed(JobLog log) {
    return log.state() instanceof LogState.Present present ? present.size() : 0;
  }

  /** What {@code seq 1000000000} prints there: lines of 11 bytes. */
  private static String numbers(long from, int length) {
    StringBuilder text = new StringBuilder();
    for (long line = from / 11; text.length() < length + 11; line++) {
      text.append(1_000_000_000L + line).append('\n');
    }
    int column = (int) (from % 11);
    return text.substring(column, column + length);
  }

  private static long allocated(Path file) throws IOException, InterruptedException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    try (BufferedReader said = stat.inputReader()) {
      return 512 * Long.parseLong(said.readLine());
    } finally {
      stat.waitFor();
    }
  }

  @Test
  @DisplayName("a directory that goes before the command's turn comes: it fails, and says so")
  void directoryGone() throws Exception {
    ShellJobs shell = open(builder -> builder.maxRunningJobs(1));
    Path go = folder.resolve("go");
    shell.start(until(go), queued("first"));
    Path directory = Files.createDirectory(folder.resolve("soon gone"));
    shell.start(Command.of("true").directory(directory), queued("second"));
    Files.delete(directory);
    Files.createFile(go);
    JobEnd end = settled(shell, "second").end().orElseThrow();
    assertThat(end.exit()).isEmpty();
    assertThat(end.text()).startsWith("cannot be started").contains("soon gone");
    awaitEnvironments(0);
  }

  @Test
  @DisplayName("a command goes on in a directory that goes")
  void directoryGoesMeanwhile() throws Exception {
    ShellJobs shell = inMemory();
    Path directory = Files.createDirectory(folder.resolve("soon gone"));
    Path go = folder.resolve("go");
    String id = shell.start(until(go).directory(directory));
    awaitOutput(shell, id, "ready");
    Files.delete(directory);
    Files.createFile(go);
    assertThat(settled(shell, id).end().orElseThrow().exit()).contains(Exit.withCode(0));
  }

  @Test
  @DisplayName("J2 a command that is queued at a restart starts later, with its environment")
  void queuedAtRestart() throws Exception {
    Path go = folder.resolve("go");
    ShellJobs first = durableWithOneSlot();
    first.start(until(go), queued("first"));
    first.start(Command.shell("echo \"<$SECRET>\"").variable("SECRET", "ü = 1"), queued("second"));
    awaitOutput(first, "first", "ready");
    first.close();
    awaitEnvironments(1);

    ShellJobs second = durableWithOneSlot();
    awaitOutput(second, "first", "ready");
    assertThat(second.manager().job("second").orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
    Files.createFile(go);
    assertThat(settled(second, "second").end().orElseThrow().text())
        .startsWith("exit code 0\n<ü = 1>\n");
    awaitEnvironments(0);
  }

  @Test
  @DisplayName("the environment of a command that is cancelled in the queue is deleted at once")
  void cancelledInQueue() throws Exception {
    ShellJobs shell = open(builder -> builder.maxRunningJobs(1));
    Path go = folder.resolve("go");
    shell.start(until(go), queued("first"));
    awaitOutput(shell, "first", "ready");
    shell.start(Command.of("true").variable("SECRET", "x"), queued("second"));
    awaitEnvironments(1);
    shell.manager().cancel("second");
    awaitEnvironments(0);
    Files.createFile(go);
    settled(shell, "first");
  }

  @Test
  @DisplayName(
      "an environment that a killed JVM left, and nobody waits for, is deleted by the next")
  void leftEnvironment() throws Exception {
    durable().close();
    new Environments(folder.resolve("commands")).keep(Map.of("SECRET", "x"));
    awaitEnvironments(1);
    durable();
    awaitEnvironments(0);
  }

  private ShellJobs durableWithOneSlot() {
    return open(
        builder -> builder.maxRunningJobs(1).store(SqlJobStore.sqlite(folder.resolve("jobs.db"))));
  }

  private static Command until(Path file) {
    return Command.shell("echo ready; until [ -e '" + file + "' ]; do sleep 0.05; done");
  }

  private static JobOptions queued(String id) {
    return JobOptions.builder().id(id).owner("me").admission(Admission.QUEUE).build();
  }

  private Path environments() {
    return folder.resolve("commands/environments");
  }

  private void awaitEnvironments(int count) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var all = Files.list(environments())) {
        if (all.count() == count) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("time for %d environments", count).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
