package dev.errand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.ErrandProcess.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("When errand run has exited, no process of the job is left")
class ProcessTreeEndsTest {
  /** A child, a grandchild in a session of its own, and one whose parent is gone. */
  private static final String FAMILY =
      "sleep 1000 & setsid sh -c 'sleep 1001 & wait' & (exec 2>&-; sleep 1002 &) ; echo up; ";

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  @DisplayName("after a signal to errand")
  void signal(String signal, int exitCode) throws Exception {
    ErrandProcess errand = ErrandProcess.start("run", "--wait", "sh", "-c", FAMILY + "wait");
    errand.awaitOutput("up\n");
    errand.signal(signal);
    Ended ended = errand.await();

    assertThat(errand.survivors()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.stderr())
        .matches("errand: bg_\\d+ cancelled by a person \\(\\d+\\.\\d s\\)\n");
  }

  @Test
  @DisplayName("after a signal to errand, though they ignore TERM")
  void ignoresTerm() throws Exception {
    ErrandProcess errand =
        ErrandProcess.start("run", "--wait", "sh", "-c", "trap '' TERM; " + FAMILY + "wait");
    errand.awaitOutput("up\n");
    errand.signal("TERM");
    Ended ended = errand.await();

    assertThat(errand.survivors()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(143);
  }

  @Test
  @DisplayName("after a signal to errand, and what they say at the end is shown")
  void lastWords() throws Exception {
    ErrandProcess errand =
        ErrandProcess.start(
            "run",
            "--wait",
            "sh",
            "-c",
            "trap 'echo bye; exit 0' TERM; echo up; sleep 1000 & wait");
    errand.awaitOutput("up\n");
    errand.signal("TERM");

    assertThat(errand.await().text()).isEqualTo("up\nbye\n");
    assertThat(errand.survivors()).isEmpty();
  }

  @Test
  @DisplayName("after the timeout, and the exit code is 124")
  void timeout() throws Exception {
    ErrandProcess errand =
        ErrandProcess.start("run", "--wait", "--timeout", "500ms", "sh", "-c", FAMILY + "wait");
    Ended ended = errand.await();

    assertThat(errand.survivors()).isEmpty();
    assertThat(ended.text()).isEqualTo("up\n");
    assertThat(ended.stderr()).matches("errand: bg_\\d+ failed: timed out \\(\\d+\\.\\d s\\)\n");
    assertThat(ended.exitCode()).isEqualTo(124);
  }

  @Test
  @DisplayName("after the end of the command, whose own exit code counts")
  void leftBehind() throws Exception {
    ErrandProcess errand = ErrandProcess.start("run", "--wait", "sh", "-c", FAMILY + "exit 5");
    Ended ended = errand.await();

    assertThat(errand.survivors()).isEmpty();
    assertThat(ended.text()).isEqualTo("up\n");
    assertThat(ended.exitCode()).isEqualTo(5);
  }

  @Test
  @DisplayName("and one that hides from us but holds the pipe does not keep errand from exiting")
  void holdsThePipe(@TempDir Path folder) throws Exception {
    Ended ended =
        ErrandProcess.runJob(
            "cd "
                + folder
                + "; mkfifo up; env -i setsid sh -c 'echo $$; echo >up; exec sleep 1000' & read x"
                + " <up");

    long pid = Long.parseLong(ended.text().strip());
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly)).contains(true);
    assertThat(ended.exitCode()).isZero();
  }
}
