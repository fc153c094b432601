package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.shell.os.PrivateFiles;
import dev.errand.shell.process.CannotStartException.Reason;
import dev.errand.shell.process.Found.Ended;
import dev.errand.shell.process.Found.NeverStarted;
import dev.errand.shell.process.Found.StillRunning;
import dev.errand.shell.process.ProcessEnd.Exited;
import dev.errand.shell.process.ProcessEnd.Killed;
import dev.errand.shell.process.ProcessEnd.Vanished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("A run found again by another JVM")
class FoundAgainTest extends HostTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  /** Found by a host that does not know it. */
  private Found found(RunningProcess process) {
    return jobs.another().find(process.runId());
  }

  private void rewrite(RunningProcess process, UnaryOperator<String> change) throws Exception {
    Path record = process.files().record();
    Files.writeString(record, change.apply(Files.readString(record)));
  }

  @Test
  @DisplayName("runs: it can be signalled, and its end is heard")
  void running() {
    RunningProcess process = jobs.start("sleep", "1000");
    jobs.host.close();
    assertThatThrownBy(() -> Jobs.end(process)).hasMessageContaining("the process lives on");
    StillRunning found = (StillRunning) found(process);
    assertThat(found.process().id()).isEqualTo(process.id());
    assertThat(found.process().tree().living()).containsExactly(process.id());
    assertThat(found.process().signal("TERM")).isTrue();
    assertThat(Jobs.end(found.process()))
        .isInstanceOfSatisfying(Killed.class, it -> assertThat(it.signal()).isEqualTo("TERM"));
  }

  @Test
  @DisplayName("ended meanwhile: its end is there, also after a restart of the host")
  void ended() throws Exception {
    RunningProcess process = jobs.sh("exit 9");
    Jobs.end(process);
    assertThat(found(process))
        .isInstanceOfSatisfying(
            Ended.class,
            it ->
                assertThat(it.end()).matches(end -> end instanceof Exited one && one.code() == 9));
    rewrite(process, it -> it.replaceAll("(?m)^prepared 1 \\S+", "prepared 1 another-boot"));
    assertThat(found(process)).matches(it -> it instanceof Ended(Exited _));
  }

  @Test
  @DisplayName("nothing depends on the clock: times far in the past or the future change nothing")
  void clock() throws Exception {
    RunningProcess process = jobs.start("sleep", "1000");
    for (String time : List.of("1980-01-01T00:00:00Z", "2200-01-01T00:00:00Z")) {
      Files.setLastModifiedTime(process.files().record(), FileTime.from(Instant.parse(time)));
      assertThat(found(process)).isInstanceOf(StillRunning.class);
    }
    assertThat(process.end()).isNotDone();
  }

  @Test
  @DisplayName("a number that is used again is not ours: it vanished, and nobody else is signalled")
  void usedAgain() throws Exception {
    RunningProcess process = jobs.start("sleep", "1000");
    // What is written down is another start time than that of the processes with these numbers.
    rewrite(
        process,
        it -> it.replaceAll("(?m)^(supervisor|command) (.*) \\d+( (\\S+ ){30}\\.)$", "$1 $2 1$3"));
    assertThat(jobs.record(process).command().orElseThrow().start()).isEqualTo(1);
    assertThat(jobs.record(process).command().orElseThrow().pid()).isEqualTo(process.id().pid());
    assertThat(found(process)).isEqualTo(new Ended(new Vanished("its supervisor was killed")));
    assertThat(new ProcessId(process.id().pid(), 1).signal(Signals.TERM)).isFalse();
    assertThat(process.id().isAlive()).isTrue();
  }

  @Test
  @DisplayName("the host was restarted: it vanished")
  void reboot() throws Exception {
    RunningProcess process = jobs.start("sleep", "1000");
    rewrite(process, it -> it.replaceAll("(?m)^prepared 1 \\S+", "prepared 1 another-boot"));
    assertThat(found(process)).isEqualTo(new Ended(new Vanished("the host was restarted")));
  }

  @Test
  @DisplayName(
      "the supervisor was killed while nobody looked: the command still runs, then it vanished")
  void killedSupervisor() {
    RunningProcess process = jobs.start("sleep", "1000");
    jobs.host.close();
    assertThat(jobs.supervisor(process).signal(Signals.KILL)).isTrue();
    assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    StillRunning found = (StillRunning) found(process);
    assertThat(found.process().signal("KILL")).isTrue();
    assertThat(Jobs.end(found.process())).isInstanceOf(Vanished.class);
    assertThat(found(process)).isInstanceOf(Ended.class);
  }

  @Test
  @DisplayName("a torn line is not read")
  void torn() throws Exception {
    RunningProcess process = jobs.sh("exit 137");
    Jobs.end(process);
    jobs.host.close(); // it lets go the supervisor, which would wait for another command
    assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    for (String torn : List.of("end 137 ", "end 137", "end 13", "end 1", "en", "")) {
      rewrite(process, it -> it.replaceAll("(?m)^end.*$", torn));
      assertThat(found(process)).matches(it -> it instanceof Ended(Vanished _), torn);
    }
  }

  @Test
  @DisplayName("a garbled or deleted record is no exception")
  void garbled() throws Exception {
    RunningProcess process = jobs.start("true");
    Jobs.end(process);
    Files.write(process.files().record(), new byte[] {0, -1, 7, '\n'});
    assertThat(found(process)).isEqualTo(new Ended(new Vanished("its record is garbled")));
    Files.delete(process.files().record());
    assertThat(found(process)).isEqualTo(new Ended(new Vanished("its record was deleted")));
    assertThat(jobs.another().find("unknown")).isInstanceOf(NeverStarted.class);
  }

  @Test
  @DisplayName("prepared by a JVM that died before the start: it never started, and can be started")
  void prepared() throws Exception {
    Launch launch = jobs.launch(PATH, false, "true");
    prepare(launch);
    assertThat(jobs.another().find(launch.runId())).isInstanceOf(NeverStarted.class);
    assertThat(jobs.another().find(launch.runId())).isInstanceOf(NeverStarted.class);
    assertThat(Jobs.end(jobs.start(launch))).isInstanceOf(Exited.class);
    assertThat(jobs.another().find(launch.runId())).isInstanceOf(Ended.class);
  }

  private RunFiles prepare(Launch launch) throws Exception {
    RunFiles files = RunFiles.of(root, launch.runId());
    PrivateFiles.folder(files.folder());
    RunRecord.prepare(files.record(), 1, ProcFiles.bootId(), SignalReports.SETSID);
    return files;
  }

  /** Of another JVM, as it were. */
  private Supervisor supervisor() throws Exception {
    Duration patience = Duration.ofSeconds(Jobs.NET_SECONDS);
    return new Supervisor(
        Tools.probe(), patience, ProcFiles.bootId(), RunFiles.standBys(root), child -> {});
  }

  @Test
  @DisplayName("a supervisor that comes after its heir does not start the command")
  void late() throws Exception {
    Launch launch = jobs.launch(PATH, false, "sleep", "1000");
    RunFiles files = RunFiles.of(root, launch.runId());
    PrivateFiles.folder(files.folder());
    assertThat(files.takeToken(1)).isEqualTo(RunFiles.Taken.BY_HEIR);
    Supervisor supervisor = supervisor();
    assertThatThrownBy(() -> supervisor.start(launch, files, 1))
        .isInstanceOfSatisfying(
            CannotStartException.class, it -> assertThat(it.reason()).isEqualTo(Reason.SYSTEM));
    assertThat(Jobs.all(launch.runId())).allMatch(Jobs::isGone);
    assertThat(jobs.another().find(launch.runId())).isInstanceOf(NeverStarted.class);
  }

  @RepeatedTest(20)
  @DisplayName("start and heir at the same time: exactly one of them decides")
  void race(RepetitionInfo repetition) throws Exception {
    Path ran = root.resolve("ran");
    Launch launch = jobs.launch(PATH, false, "sh", "-c", "echo >>\"$1\"", "sh", ran.toString());
    RunFiles files = prepare(launch);
    Supervisor supervisor = supervisor();
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      Future<Boolean> started =
          pool.submit(() -> {
            together.await();
            try {
              supervisor.start(launch, files, 1);
              return true;
            } catch (CannotStartException taken) {
              return false;
            }
          });
      ProcessHost heir = jobs.another();
      together.await();
      // A start takes some milliseconds to its token: each repetition meets it elsewhere.
      long at = System.nanoTime() + repetition.getCurrentRepetition() * 500_000L;
      while (System.nanoTime() < at) {
        Thread.onSpinWait();
      }
      Found found = heir.find(launch.runId());
      boolean ends = found instanceof Ended;
      if (found instanceof StillRunning(RunningProcess process)) {
        assertThat(Jobs.end(process)).isInstanceOf(Exited.class);
        ends = true;
      }
      assertThat(started.get()).isEqualTo(ends);
      assertThat(Files.exists(ran)).isEqualTo(ends);
    }
    // Whoever decided, the run ends up started exactly once.
    if (!Files.exists(ran)) {
      assertThat(Jobs.end(jobs.another().start(launch))).isInstanceOf(Exited.class);
    }
    assertThat(Files.readString(ran)).isEqualTo("\n");
  }

  @Test
  @DisplayName("a supervisor killed between token and command: it never started")
  void killedBetween() throws Exception {
    Launch launch = jobs.launch(PATH, false, "true");
    RunFiles files = prepare(launch);
    Files.createFile(files.folder().resolve(RunFiles.token(1))); // and then it was killed
    assertThat(jobs.another().find(launch.runId())).isInstanceOf(NeverStarted.class);
    assertThat(Jobs.end(jobs.start(launch))).isInstanceOf(Exited.class);
  }

  @Test
  @DisplayName("after a restart of the host, a token without a command is not trusted")
  void rebootBetween() throws Exception {
    Launch launch = jobs.launch(PATH, false, "true");
    RunFiles files = RunFiles.of(root, launch.runId());
    PrivateFiles.folder(files.folder());
    RunRecord.prepare(files.record(), 1, "another-boot", SignalReports.SETSID);
    Files.createFile(files.folder().resolve(RunFiles.token(1)));
    assertThat(jobs.another().find(launch.runId()))
        .isEqualTo(new Ended(new Vanished("the host was restarted")));
  }

  @Test
  @DisplayName("what was stopped goes on when it is told so")
  void stopped() {
    RunningProcess process = jobs.sh("read x <\"$1\"", jobs.pipe().toString());
    process.tree().stop();
    jobs.host.close();
    StillRunning found = (StillRunning) found(process);
    assertThat(ProcStat.of(process.id().pid()).filter(ProcStat::isStopped)).isPresent();
    found.process().tree().goOn();
    assertThat(found.process().signal("TERM")).isTrue(); // heard only by those that run
    assertThat(Jobs.end(found.process())).isInstanceOf(Killed.class);
  }

  @Test
  @DisplayName("what it left behind is found and ended after its end")
  void leftBehind() throws Exception {
    RunningProcess process = jobs.sh("sleep 1000 & setsid sleep 1000 & exit 0");
    Jobs.end(process);
    ProcessHost another = jobs.another();
    assertThat(another.tree(process.runId()).end(Duration.ZERO)).isEmpty();
    assertThat(Jobs.all(process.runId())).allMatch(Jobs::isGone);
  }

  @Test
  @DisplayName("forgetting deletes all, but not of a running one")
  void forget() throws Exception {
    RunningProcess process = jobs.start("sleep", "1000");
    assertThatThrownBy(() -> jobs.host.forget(process.runId()))
        .isInstanceOf(IllegalStateException.class);
    process.tree().end(Duration.ZERO);
    Jobs.end(process);
    jobs.host.forget(process.runId());
    assertThat(process.files().folder()).doesNotExist();
    assertThat(process.files().record()).doesNotExist();
    jobs.host.forget(process.runId());
    assertThat(jobs.host.find(process.runId())).isInstanceOf(NeverStarted.class);
  }
}
