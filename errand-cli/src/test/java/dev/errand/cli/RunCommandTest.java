package dev.errand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.ErrandProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("errand run --wait")
class RunCommandTest {
  @TempDir Path folder;

  @Test
  @DisplayName("shows the lines, says how the job ended, exits with its code")
  void example() throws Exception {
    Ended ended = ErrandProcess.runJob("for i in 1 2 3; do echo step $i; sleep 0.2; done; exit 3");

    assertThat(ended.text()).isEqualTo("step 1\nstep 2\nstep 3\n");
    assertThat(ended.stderr()).matches("errand: bg_\\d+ failed: exit code 3 \\(\\d+\\.\\d s\\)\n");
    assertThat(ended.exitCode()).isEqualTo(3);
  }

  @Test
  @DisplayName("passes output on as it comes, also half a line")
  void asItComes() throws Exception {
    Path fifo = fifo();
    ErrandProcess errand =
        ErrandProcess.start(
            "run", "--wait", "--", "sh", "-c", "printf half; read x <\"$0\"; echo $x", fifo + "");

    errand.awaitOutput("half"); // the job goes on only after that
    Files.writeString(fifo, " and half\n");

    assertThat(errand.await().text()).isEqualTo("halfand half\n");
  }

  @Test
  @DisplayName("passes bytes on unchanged")
  void binary() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("bytes"), bytes);

    assertThat(ErrandProcess.run("run", "--wait", "--", "cat", file + "").stdout())
        .isEqualTo(bytes);
  }

  @Test
  @DisplayName("passes 50 MB on in 64 MB of heap")
  void bigOutput() throws Exception {
    Ended ended =
        ErrandProcess.start(
                Map.of(),
                List.of("-Xmx64m"),
                "run",
                "--wait",
                "-q",
                "--",
                "head",
                "-c",
                "50000000",
                "/dev/zero")
            .await();

    assertThat(ended.stdout()).hasSize(50_000_000);
    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  @DisplayName("keeps output and errors in their order, on stdout")
  void merged() throws Exception {
    assertThat(ErrandProcess.runJob("echo 1; echo 2 >&2; echo 3; echo 4 >&2").text())
        .isEqualTo("1\n2\n3\n4\n");
  }

  @Test
  @DisplayName("gives the job an empty stdin")
  void stdin() throws Exception {
    assertThat(ErrandProcess.runJob("readlink /proc/self/fd/0; cat").text())
        .isEqualTo("/dev/null\n");
  }

  @Test
  @DisplayName("gives the job the caller's directory, environment and arguments as they are")
  void surroundings() throws Exception {
    Ended ended =
        ErrandProcess.start(
                Map.of("GREETING", "Grüße\nan alle"),
                List.of(),
                "run",
                "--wait",
                "--",
                "sh",
                "-c",
                "pwd; printenv GREETING; printf '<%s>' \"$@\"",
                "sh",
                "",
                "a b",
                "@/etc/passwd",
                "\"ü\"",
                "--",
                "--help",
                "*")
            .await();

    assertThat(ended.text())
        .isEqualTo(
            System.getProperty("user.dir")
                + "\nGrüße\nan alle\n<><a b><@/etc/passwd><\"ü\"><--><--help><*>");
  }

  @Test
  @DisplayName("passes on variables whose names a shell would drop")
  void oddVariables() throws Exception {
    Ended ended =
        ErrandProcess.start(Map.of("a.b", "c"), List.of(), "run", "--wait", "--", "printenv", "a.b")
            .await();

    assertThat(ended.text()).isEqualTo("c\n");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  @DisplayName("tells a job that was killed from one that exits with 128 and more")
  void signals() throws Exception {
    Ended killed = ErrandProcess.runJob("kill -s KILL $$");
    Ended exited = ErrandProcess.runJob("exit 137");

    assertThat(killed.stderr()).contains("failed: killed by signal KILL");
    assertThat(exited.stderr()).contains("failed: exit code 137");
    assertThat(List.of(killed.exitCode(), exited.exitCode())).containsExactly(137, 137);
  }

  @Test
  @DisplayName("takes options until the command begins")
  void optionsOfTheCommand() throws Exception {
    Ended ended = ErrandProcess.run("run", "--wait", "--id", "deploy", "echo", "-q", "--wait");

    assertThat(ended.text()).isEqualTo("-q --wait\n");
    assertThat(ended.stderr()).matches("errand: deploy completed \\(\\d+\\.\\d s\\)\n");
  }

  @Test
  @DisplayName("with -q says nothing at the end")
  void quiet() throws Exception {
    Ended ended = ErrandProcess.run("run", "--wait", "-q", "--", "sh", "-c", "exit 7");

    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(7);
  }

  @Test
  @DisplayName("a command that does not exist: 127")
  void notFound() throws Exception {
    Ended ended = ErrandProcess.run("run", "--wait", "--", "no-such\u001b[31mcommand");

    assertThat(ended.stderr()).isEqualTo("errand: no-such\\x1b[31mcommand: command not found\n");
    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(127);
  }

  @Test
  @DisplayName("a command that cannot be executed: 126")
  void notExecutable() throws Exception {
    Path file = Files.writeString(folder.resolve("plain"), "echo hi\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    Ended ended = ErrandProcess.run("run", "--wait", "--", file + "");

    assertThat(ended.stderr()).isEqualTo("errand: " + file + ": is not executable\n");
    assertThat(ended.exitCode()).isEqualTo(126);
  }

  @Test
  @DisplayName("when the reader of stdout goes away, the job goes on and nothing is said about it")
  void readerGoesAway() throws Exception {
    Path done = folder.resolve("done");
    Ended ended =
        ErrandProcess.shell(
            "{ \"$@\" run --wait -- sh -c 'seq 1000000; echo >"
                + done
                + "'; echo $? >&2; } | head -n 1");

    assertThat(ended.text()).isEqualTo("1\n");
    assertThat(ended.stderr()).matches("errand: bg_\\d+ completed \\(\\d+\\.\\d s\\)\n0\n");
    assertThat(done).exists();
  }

  @Test
  @DisplayName("when stdout cannot take the output, says so and does not claim success")
  void diskFull() throws Exception {
    Ended ended = ErrandProcess.shell("\"$@\" run -q --wait echo hi >/dev/full");

    assertThat(ended.stderr()).startsWith("errand: output was lost: stdout: ").hasLineCount(1);
    assertThat(ended.exitCode()).isEqualTo(125);
  }

  @Test
  @DisplayName("passes arguments on byte for byte, whatever the locale")
  void locale() throws Exception {
    Ended ended = ErrandProcess.shell("LC_ALL=POSIX \"$@\" run -q --wait echo ü");

    assertThat(ended.text()).isEqualTo("ü\n");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  @DisplayName("and refuses those that are not UTF-8")
  void notText() throws Exception {
    Ended ended = ErrandProcess.shell("\"$@\" run --wait echo \"$(printf '\\377')\"");

    assertThat(ended.stderr()).isEqualTo("errand: an argument is not UTF-8\n");
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @Test
  @DisplayName("does not keep the job waiting for a reader of stdout that does not read")
  void slowReader() throws Exception {
    Path fifo = fifo();
    // The reader reads nothing until the job, which prints 5 MB, is through.
    Ended ended =
        ErrandProcess.shell(
            "\"$@\" run --wait -- sh -c 'head -c 5000000 /dev/zero; echo >"
                + fifo
                + "' | { read x <"
                + fifo
                + "; wc -c; }");

    assertThat(ended.text().strip()).isEqualTo("5000000");
  }

  @Test
  @DisplayName("gives the job its environment byte for byte, whatever the locale")
  void environmentInAnyLocale() throws Exception {
    Ended ended =
        ErrandProcess.shell("LC_ALL=POSIX GREETING=Grüße \"$@\" run -q --wait printenv GREETING");

    assertThat(ended.text()).isEqualTo("Grüße\n");
    assertThat(ended.stderr()).isEmpty();
  }

  @Test
  @DisplayName("and says what of it cannot be passed on")
  void environmentThatIsNotText() throws Exception {
    Ended ended =
        ErrandProcess.shell(
            "GREETING=$(printf '\\377') \"$@\" run -q --wait sh -c 'echo ${GREETING-none}'");

    assertThat(ended.text()).isEqualTo("none\n");
    assertThat(ended.stderr())
        .isEqualTo("errand: the variable GREETING is not UTF-8, and not passed on\n");
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo + "").start().waitFor()).isZero();
    return fifo;
  }
}
