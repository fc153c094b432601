package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A supervisor that waits for its command")
class StandBysTest extends HostTest {

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
