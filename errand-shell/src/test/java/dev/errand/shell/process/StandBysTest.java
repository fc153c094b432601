package dev.errand.shell.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.os.PosixSpawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A supervisor that waits for its command")
class StandBysTest extends HostTest {
  private static final String TELL = "echo \"$ERRAND_RUN_ID$VALUE\"";

  @Test
  @DisplayName("one waits from the first start on, and is taken by the next")
  void taken() throws Exception {
    assertThat(waiting()).isEmpty();
    Jobs.end(jobs.start("true"));
    Object waited = key(waiting().getFirst());

    RunningProcess process = jobs.start("sleep", "1000");
    assertThat(key(process.files().record())).isEqualTo(waited);
    assertThat(waiting()).hasSize(1);
  }

  @Test
  @DisplayName("it gets what it is told after it has waited, of any size and with any quotes")
  void told() {
    Jobs.end(jobs.start("true"));
    String odd = "it's \"$x\" `y` \\ \n あ\u0081\u0088 ".repeat(2_000);
    assertThat(Jobs.output(jobs.start("printf", "%s", odd))).isEqualTo(odd);
  }

  @Test
  @DisplayName("if it was killed, another one is made")
  void killed() {
    Jobs.end(jobs.start("true"));
    ProcessId leader = ready(RunRecord::leader);
    assertThat(leader.signal(Signals.KILL)).isTrue();
    assertThat(Jobs.isGone(leader)).isTrue();
    assertThat(Jobs.end(jobs.start("true"))).isInstanceOf(ProcessEnd.Exited.class);

    ProcessId supervisor = ready(RunRecord::supervisor);
    assertThat(supervisor.signal(Signals.KILL)).isTrue();
    assertThat(Jobs.isGone(supervisor)).isTrue();
    assertThat(Jobs.end(jobs.start("true"))).isInstanceOf(ProcessEnd.Exited.class);
  }

  @RepeatedTest(5)
  @DisplayName(
      "if only setsid, which waits for its command, was killed, nobody else reads the text")
  void killedInTheMiddle() throws Exception {
    Jobs.end(jobs.start("true"));
    ProcessId leader = ready(RunRecord::leader);
    ProcessId setsid =
        ProcStat.of(ProcStat.of(leader.pid()).orElseThrow().parent()).orElseThrow().id();
    assertThat(setsid.signal(Signals.KILL)).isTrue();
    Path ran = root.resolve("ran");
    // More than a shell reads at once, and all of it is code if the quotes are shifted.
    String value = ("echo >" + ran + "\n").repeat(1_000);
    Launch launch =
        jobs.launch(Map.of("PATH", "/usr/bin:/bin", "VALUE", value), false, "sh", "-c", TELL);
    assertThat(Jobs.output(jobs.start(launch))).isEqualTo(launch.runId() + value + "\n");
    assertThat(ran).doesNotExist();
  }

  @Test
  @DisplayName("if a part of it was stopped, another one is made, and nothing of it remains")
  void stopped() {
    for (var which :
        List.<Function<RunRecord, Optional<ProcessId>>>of(
            RunRecord::leader, RunRecord::supervisor)) {
      Jobs.end(jobs.start("true"));
      ProcessId stopped = ready(which);
      assertThat(stopped.signal(Signals.STOP)).isTrue();
      assertThat(
              Jobs.becomes(
                  () -> ProcStat.of(stopped.pid()).filter(ProcStat::isStopped).isPresent()))
          .isTrue();
      assertThat(Jobs.output(jobs.start("echo", "fine"))).isEqualTo("fine\n");
      assertThat(stopped).matches(Jobs::isGone);
    }
  }

  @Test
  @DisplayName("one that is stopped when it is told its command is ended: that never begins")
  void stoppedAtLast(@TempDir Path folder) throws Exception {
    StandBy waiting = ReuseTest.ready(folder, Duration.ofMillis(200));
    Path ran = folder.resolve("ran");
    RunRecord record = RunRecord.read(waiting.process().record()).orElseThrow();
    ProcessId leader = record.leader().orElseThrow();
    assertThat(leader.signal(Signals.STOP)).isTrue();
    // More than a pipe holds.
    String text = "echo >" + ran + "\n" + "#\n".repeat(100_000);
    assertThat(waiting.launch(text.getBytes(US_ASCII)).command()).isEmpty();
    waiting.process().letGo();
    assertThat(leader).matches(Jobs::isGone);
    assertThat(waiting.process().id()).matches(Jobs::isGone);
    assertThat(PosixSpawn.reap(waiting.process().id().pid())).isTrue();
    assertThat(ran).doesNotExist();
  }

  @Test
  @DisplayName("a tree that is ended does not take it along, and the one that it becomes is found")
  void trees() throws Exception {
    RunningProcess first = jobs.start("sleep", "1000");
    ProcessId leader = ready(RunRecord::leader);
    assertThat(first.tree().end(Duration.ZERO)).isEmpty();
    assertThat(leader.isAlive()).isTrue();

    RunningProcess second = jobs.start("sleep", "1000");
    assertThat(second.id()).isEqualTo(leader);
    assertThat(second.tree().living()).containsExactly(leader);
  }

  @Test
  @DisplayName("it goes with its host, and its record with it")
  void closed() throws Exception {
    Jobs.end(jobs.start("true"));
    ProcessId leader = ready(RunRecord::leader);
    ProcessId supervisor = ready(RunRecord::supervisor);
    jobs.host.close();
    assertThat(leader).matches(Jobs::isGone);
    assertThat(supervisor).matches(Jobs::isGone);
    assertThat(waiting()).isEmpty();
  }

  @Test
  @DisplayName("what a JVM before us left of it is deleted, what one that lives has is not")
  void left() throws Exception {
    Jobs.end(jobs.start("true"));
    Path ours = waiting().getFirst();
    Files.createFile(ours.resolveSibling("1-1-left"));
    Files.createFile(ours.resolveSibling("odd"));
    jobs.another();
    assertThat(waiting()).containsExactly(ours);
  }

  private List<Path> waiting() {
    return jobs.standBys();
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private ProcessId ready(Function<RunRecord, Optional<ProcessId>> which) {
    return jobs.standBy(which);
  }
}
