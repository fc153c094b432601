package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is sent to stdin")
class StdinTest extends HostTest {
  private static final Duration SOON = Duration.ofSeconds(Jobs.NET_SECONDS);

  private RunningProcess reader(String... argv) {
    return jobs.start(jobs.launch(Map.of("PATH", "/usr/bin:/bin"), true, argv));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("arrives; the end of the file comes when it is asked for, behind it")
  void sendAndClose() throws Exception {
    RunningProcess process = reader("cat");
    assertThat(process.send(bytes("one\n"), SOON)).isEqualTo(4);
    assertThat(process.send(bytes("two\n"), SOON)).isEqualTo(4);
    assertThat(process.end()).isNotDone();
    process.closeStdin();
    assertThat(Jobs.output(process)).isEqualTo("one\ntwo\n");
    process.closeStdin(); // twice is fine
  }

  @Test
  @DisplayName("a megabyte arrives")
  void much() throws Exception {
    RunningProcess process = reader("wc", "-c");
    byte[] million = new byte[1 << 20];
    assertThat(process.send(million, SOON)).isEqualTo(million.length);
    process.closeStdin();
    assertThat(Jobs.output(process).strip()).isEqualTo("1048576");
  }

  @Test
  @DisplayName(
      "if nobody reads, it says how much the pipe took, and does not wait longer than told")
  void full() throws Exception {
    RunningProcess process = reader("sleep", "1000");
    assertThat(process.send(new byte[1 << 20], Duration.ofMillis(20))).isEqualTo(1 << 16);
    assertThat(process.send(new byte[1], Duration.ZERO)).isZero();
  }

  @Test
  @DisplayName("a JVM that comes later can send, and close")
  void later() throws Exception {
    RunningProcess process = reader("cat");
    process.send(bytes("one\n"), SOON);
    jobs.host.close(); // no end of file by this
    var found = (Found.StillRunning) jobs.another().find(process.runId());
    found.process().send(bytes("two\n"), SOON);
    assertThat(found.process().end()).isNotDone();
    found.process().closeStdin();
    assertThat(Jobs.output(found.process())).isEqualTo("one\ntwo\n");
  }

  @Test
  @DisplayName("nothing can be sent to a command without stdin; it reads an end of file")
  void without() throws Exception {
    RunningProcess process = jobs.start("cat");
    assertThatThrownBy(() -> process.send(bytes("x"), SOON))
        .isInstanceOf(StdinClosedException.class);
    process.closeStdin();
    assertThat(Jobs.output(process)).isEmpty();
  }

  @Test
  @DisplayName("nothing can be sent after closing, after its end, and if the command closed it")
  void closed() throws Exception {
    RunningProcess process = reader("sleep", "1000");
    process.closeStdin();
    assertThatThrownBy(() -> process.send(bytes("x"), SOON))
        .isInstanceOf(StdinClosedException.class);

    RunningProcess ended = reader("true");
    Jobs.end(ended);
    assertThatThrownBy(() -> ended.send(bytes("x"), SOON)).isInstanceOf(StdinClosedException.class);

    Path ready = jobs.pipe();
    RunningProcess deaf =
        reader("sh", "-c", "exec <&-; echo ready >\"$1\"; exec sleep 1000", "sh", ready.toString());
    assertThat(Jobs.heard(ready)).isEqualTo("ready");
    assertThatThrownBy(() -> deaf.send(bytes("x"), SOON)).isInstanceOf(StdinClosedException.class);
  }

  @Test
  @DisplayName("whoever keeps stdin open goes with the command")
  void helperEnds() {
    RunningProcess process = reader("sh", "-c", "exit 0");
    Jobs.end(process);
    for (ProcessId helper : Jobs.all(process.runId())) {
      assertThat(Jobs.isGone(helper)).isTrue();
    }
    assertThat(Jobs.all(process.runId())).isEmpty();
  }

  @Test
  @DisplayName("stays open when setsid, which waits for the command, was killed")
  void killedSetsid() throws Exception {
    RunningProcess process = reader("cat");
    long setsid = ProcStat.of(process.id().pid()).orElseThrow().parent();
    assertThat(ProcStat.of(setsid).orElseThrow().id().signal(Signals.KILL)).isTrue();
    assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    assertThat(process.send(bytes("still there\n"), SOON)).isEqualTo(12);
    process.closeStdin();
    assertThat(Jobs.end(process)).isInstanceOf(ProcessEnd.Vanished.class);
    assertThat(process.output()).hasContent("still there\n");
    assertThat(process.tree().end(Duration.ZERO)).isEmpty();
    for (ProcessId helper : Jobs.all(process.runId())) {
      assertThat(Jobs.isGone(helper)).isTrue();
    }
  }

  @Test
  @DisplayName("if the supervisor was killed, whoever keeps stdin open goes with the tree")
  void orphanedHelper() throws Exception {
    RunningProcess process = reader("cat");
    assertThat(jobs.supervisor(process).signal(Signals.KILL)).isTrue();
    assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    process.send(bytes("still there\n"), SOON);
    assertThat(process.tree().end(Duration.ZERO)).isEmpty();
    assertThat(Jobs.end(process)).isInstanceOf(ProcessEnd.Vanished.class);
    for (ProcessId helper : Jobs.all(process.runId())) {
      assertThat(Jobs.isGone(helper)).isTrue();
    }
  }
}
