package dev.errand.shell.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.errand.shell.os.PosixSpawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A supervisor whose command has ended")
class ReuseTest extends HostTest {
  private static final int KEPT = Math.max(4, Runtime.getRuntime().availableProcessors());

  @BeforeEach
  void where() throws Exception {
    assumeTrue(Tools.probe().readsByLine(), "/bin/sh reads a script to its end");
  }

  @Test
  @DisplayName("gets the next command but one; each has its own record, output and end")
  void again() throws Exception {
    Set<ProcessId> supervisors = new HashSet<>();
    for (int run = 0; run < 20; run++) {
      RunningProcess process = jobs.sh("echo run $1; exit $1", Integer.toString(run));
      assertThat(Jobs.output(process)).isEqualTo("run " + run + "\n");
      assertThat(Jobs.end(process)).matches(exitedWith(run));
      assertThat(jobs.record(process).command()).contains(process.id());
      supervisors.add(jobs.supervisor(process));
    }
    assertThat(supervisors).hasSize(2);
  }

  @Test
  @DisplayName("so it is in busybox")
  void busybox(@TempDir Path folder) throws Exception {
    Path busybox = Path.of("/usr/bin/busybox");
    assumeTrue(Files.exists(busybox), "not installed");
    Path sh = Files.createSymbolicLink(folder.resolve("sh"), busybox);
    Set<ProcessId> supervisors = new HashSet<>();
    try (Jobs others = new Jobs(folder, Optional.of(Tools.probe(sh)), true)) {
      for (int run = 0; run < 6; run++) {
        RunningProcess process = others.sh("exit $1", Integer.toString(run));
        assertThat(Jobs.end(process)).matches(exitedWith(run));
        supervisors.add(others.supervisor(process));
      }
    } finally {
      Files.delete(sh);
    }
    assertThat(supervisors).hasSize(2);
  }

  private static Predicate<ProcessEnd> exitedWith(int code) {
    return end -> end instanceof ProcessEnd.Exited exited && exited.code() == code;
  }

  @Test
  @DisplayName("leaves nothing to the next command: variables, directory, limits, masks, signals")
  void clean() {
    String tell = "env; pwd; ulimit -a; umask; grep Sig /proc/$$/status; ls -l /proc/$$/fd | wc -l";
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    List<String> told = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      Launch odd =
          jobs.launch(
              Map.of("PATH", "/usr/bin:/bin", "SECRET", "x", "LC_ALL", "C", "a.b", "c"),
              false,
              "sh",
              "-c",
              "ulimit -n 50; umask 777; cd /; trap '' INT; kill -9 $$");
      assertThat(Jobs.end(jobs.start(odd))).isInstanceOf(ProcessEnd.Killed.class);
      RunningProcess telling = jobs.start(jobs.launch(environment, false, "sh", "-c", tell));
      told.add(Jobs.output(telling).replace(telling.runId(), "RUN"));
    }
    assertThat(told.getFirst()).contains("ERRAND_RUN_ID=RUN").doesNotContain("SECRET", "a.b");
    assertThat(told).containsOnly(told.getFirst());
  }

  @Test
  @DisplayName("has ended, for all who ask: its run is found as it ended, and when")
  void found() throws Exception {
    RunningProcess process = jobs.start("true");
    Jobs.end(process);
    assertThat(jobs.supervisor(process).isAlive()).isTrue();
    assertThat(jobs.host.endedAt(process.runId())).isPresent();
    assertThat(jobs.another().find(process.runId())).isEqualTo(new Found.Ended(Jobs.end(process)));
  }

  @Test
  @DisplayName("if it was killed, others do its work")
  void killed() {
    for (int run = 0; run < 3; run++) {
      RunningProcess process = jobs.start("true");
      Jobs.end(process);
      assertThat(jobs.supervisor(process).signal(Signals.KILL)).isTrue();
      assertThat(Jobs.isGone(jobs.supervisor(process))).isTrue();
    }
    assertThat(Jobs.output(jobs.start("echo", "fine"))).isEqualTo("fine\n");
  }

  @Test
  @DisplayName("if it was stopped, it is not waited for, and ended")
  void stopped() {
    RunningProcess process = jobs.start("true");
    Jobs.end(process);
    ProcessId supervisor = jobs.supervisor(process);
    assertThat(supervisor.signal(Signals.STOP)).isTrue();
    assertThat(
            Jobs.becomes(
                () -> ProcStat.of(supervisor.pid()).filter(ProcStat::isStopped).isPresent()))
        .isTrue();
    for (int run = 0; run < 4; run++) {
      assertThat(Jobs.output(jobs.start("echo", "fine"))).isEqualTo("fine\n");
    }
    assertThat(supervisor).matches(Jobs::isGone);
  }

  @Test
  @DisplayName("with a code above 128, which also tells that setsid was killed, is not used again")
  void highCodes() {
    for (int run = 0; run < 3; run++) {
      RunningProcess process = jobs.sh("exit 143");
      assertThat(Jobs.end(process)).matches(exitedWith(143));
      assertThat(jobs.supervisor(process)).matches(Jobs::isGone);
    }
    assertThat(Jobs.output(jobs.start("echo", "fine"))).isEqualTo("fine\n");
  }

  @Test
  @DisplayName("of many commands at once the latest ones' are kept; they go with the host")
  void few() {
    List<RunningProcess> all = new ArrayList<>();
    for (int i = 0; i < KEPT + 3; i++) {
      all.add(jobs.start("sleep", "1000"));
    }
    List<ProcessId> supervisors = all.stream().map(jobs::supervisor).toList();
    for (RunningProcess process : all) {
      assertThat(process.signal("KILL")).isTrue();
      Jobs.end(process);
    }
    assertThat(supervisors.subList(0, 3)).allMatch(Jobs::isGone);
    assertThat(supervisors.subList(3, supervisors.size())).allMatch(ProcessId::isAlive);
    jobs.host.close();
    assertThat(supervisors).allMatch(Jobs::isGone);
  }

  @Test
  @DisplayName("does nothing with what is left of a text whose reader was killed")
  void leftover(@TempDir Path folder) throws Exception {
    StandBy waiting = ready(folder, Duration.ofSeconds(Jobs.NET_SECONDS));
    SupervisorProcess process = waiting.process();
    // More than its reader takes at once.
    String rest = folder.resolve("made") + "\n";
    process.tell(("kill -9 $$\n" + rest.repeat(500)).getBytes(US_ASCII));
    assertThat(process.answer()).isEqualTo("over");
    assertThat(process.answer()).as("it has ended").isEmpty();
    process.letGo();
    assertThat(process.id()).matches(Jobs::isGone);
    assertThat(PosixSpawn.reap(process.id().pid())).isTrue();
    assertThat(Files.list(folder)).containsExactly(process.record());
  }

  /** One that waits for a command, without a host. */
  static StandBy ready(Path folder, Duration patience) throws Exception {
    Path records = folder.resolve("records");
    Tools tools = Tools.probe();
    RunRecord.prepare(
        SupervisorProcess.firstRecord(records), 1, ProcFiles.bootId(), tools.reports());
    StandBy waiting =
        new StandBy(
            SupervisorProcess.start(
                tools, patience, records, Optional.empty(), Optional.empty(), _ -> {}));
    assertThat(waiting.isReady()).isTrue();
    return waiting;
  }
}
