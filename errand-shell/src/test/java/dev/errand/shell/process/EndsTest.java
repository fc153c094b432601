package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.process.ProcessEnd.Exited;
import dev.errand.shell.process.ProcessEnd.Killed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("How a command ended")
class EndsTest extends HostTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 9, 126, 127, 128, 129, 130, 137, 141, 143, 192, 254, 255})
  @DisplayName("an exit code is what the command said, also where shells mean a signal")
  void exitCodes(int code) {
    assertThat(Jobs.end(jobs.sh("exit " + code)))
        .isInstanceOfSatisfying(Exited.class, it -> assertThat(it.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "SEGV", "PIPE", "TERM", "40"})
  @DisplayName("a signal is called by its name")
  void signals(String signal) {
    assertThat(Jobs.end(jobs.sh("kill -" + signal + " $$")))
        .isInstanceOfSatisfying(Killed.class, it -> assertThat(it.signal()).isEqualTo(signal));
  }

  @Test
  @DisplayName("a signal that we send ends the command, and only it")
  void ourSignal() {
    RunningProcess process = jobs.start("sleep", "1000");
    assertThat(process.signal("INT")).isTrue();
    assertThat(Jobs.end(process)).isInstanceOf(Killed.class);
    assertThat(process.signal("INT")).as("after its end").isFalse();
  }

  @Test
  @DisplayName(
      "the end is noted when the process ends, not when its pipes close or its children end")
  void processNotPipes() {
    RunningProcess process = jobs.sh("sleep 1000 & exit 7");
    assertThat(Jobs.end(process)).isInstanceOf(Exited.class);
    assertThat(process.tree().living()).as("the child that holds its output").hasSize(1);
  }

  @Test
  @DisplayName("the time of the end is that of the record")
  void time() {
    Instant before = Instant.now().minusSeconds(2);
    assertThat(Jobs.end(jobs.start("true")))
        .isInstanceOfSatisfying(
            Exited.class,
            it -> assertThat(it.at()).isBetween(before, Instant.now().plusSeconds(2)));
  }

  @Test
  @DisplayName("both streams go to one file, in order")
  void output() {
    assertThat(Jobs.output(jobs.sh("echo a; echo b >&2; echo c"))).isEqualTo("a\nb\nc\n");
  }

  @Test
  @DisplayName("files are 0600 and folders 0700")
  void permissions() throws Exception {
    RunningProcess process = jobs.start("true");
    Jobs.end(process);
    assertThat(Files.getPosixFilePermissions(process.output())).hasSize(2);
    assertThat(Files.getPosixFilePermissions(process.files().record())).hasSize(2);
    assertThat(Files.getPosixFilePermissions(process.files().folder())).hasSize(3);
  }

  @Test
  @DisplayName("without a watch from the kernel the end is found by looking")
  void withoutWatch(@TempDir Path other) throws Exception {
    try (Jobs looking = new Jobs(other, Optional.empty(), false)) {
      assertThat(Jobs.end(looking.sh("exit 3")))
          .isInstanceOfSatisfying(Exited.class, it -> assertThat(it.code()).isEqualTo(3));
    }
  }

  @Test
  @DisplayName("the supervisor is taken away after its end: no zombie of ours remains")
  void noZombies() throws Exception {
    // With stdin: one that is not used again.
    RunningProcess process = jobs.start(jobs.launch(Map.of("PATH", "/bin"), true, "true"));
    ProcessId supervisor = jobs.supervisor(process);
    Jobs.end(process);
    assertThat(Jobs.isGone(supervisor)).isTrue();
    long deadline = System.nanoTime() + Duration.ofSeconds(Jobs.NET_SECONDS).toNanos();
    while (ProcStat.of(supervisor.pid()).isPresent() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(ProcStat.of(supervisor.pid())).isEmpty();
  }

  @Test
  @DisplayName(
      "a supervisor that is killed: its command goes on, and its end is admitted to be unknown")
  void killedSupervisor() {
    RunningProcess process = jobs.start("sleep", "1000");
    assertThat(jobs.supervisor(process).signal(Signals.KILL)).isTrue();
    assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    assertThat(process.id().isAlive()).isTrue();
    assertThat(process.end()).isNotDone();
    assertThat(process.signal("TERM")).isTrue();
    assertThat(Jobs.end(process)).isEqualTo(new ProcessEnd.Vanished("its supervisor was killed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  @DisplayName("a helper that is killed is not taken for the command")
  void killedHelper(String signal) {
    RunningProcess process = jobs.start("sleep", "1000");
    long helper = ProcStat.of(process.id().pid()).orElseThrow().parent();
    assertThat(ProcStat.of(helper).orElseThrow().id().signal(Signals.number(signal))).isTrue();
    assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    assertThat(process.id().isAlive()).isTrue();
    assertThat(process.signal("TERM")).isTrue();
    assertThat(Jobs.end(process)).isEqualTo(new ProcessEnd.Vanished("its supervisor was killed"));
  }

  @Test
  @DisplayName("a command that stops who waits for it: that goes on, and the end is told")
  void stoppedHelper() {
    assertThat(Jobs.end(jobs.sh("kill -STOP $PPID; exit 3")))
        .isInstanceOfSatisfying(Exited.class, it -> assertThat(it.code()).isEqualTo(3));
  }

  @Test
  @DisplayName("a record that is deleted while the command runs: its end is admitted to be unknown")
  void deletedRecord() throws Exception {
    RunningProcess process = jobs.start("sleep", "1000");
    Files.delete(process.files().record());
    assertThat(process.signal("TERM")).isTrue();
    assertThat(Jobs.end(process)).isEqualTo(new ProcessEnd.Vanished("its supervisor was killed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "PIPE", "TSTP", "ALRM", "64"})
  @DisplayName("the supervisor outlives all signals that can be outlived")
  void supervisorStays(String signal) {
    RunningProcess process = jobs.start("sleep", "1000");
    assertThat(jobs.supervisor(process).signal(Signals.number(signal))).isTrue();
    assertThat(process.signal("KILL")).isTrue();
    assertThat(Jobs.end(process)).isInstanceOf(Killed.class);
  }

  @Test
  @DisplayName("'kill 0' hits the command and not its supervisor")
  void ownGroup() {
    assertThat(Jobs.end(jobs.sh("kill -9 0"))).isInstanceOf(Killed.class);
  }
}
