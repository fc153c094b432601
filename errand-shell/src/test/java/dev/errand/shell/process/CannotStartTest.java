package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.errand.shell.process.CannotStartException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What cannot be started")
class CannotStartTest extends HostTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  private CannotStartException refused(Launch launch) {
    CannotStartException refused =
        catchThrowableOfType(CannotStartException.class, () -> jobs.host.start(launch));
    assertThat(refused).isNotNull();
    assertThat(Jobs.all(launch.runId())).isEmpty();
    assertThat(jobs.host.find(launch.runId())).isInstanceOf(Found.NeverStarted.class);
    return refused;
  }

  private CannotStartException refused(String... argv) {
    return refused(jobs.launch(PATH, false, argv));
  }

  @Test
  @DisplayName("a program that is not there: NOT_FOUND")
  void notFound() {
    assertThat(refused("no-such-program").reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(refused("/no/such/program").reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(refused("").reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  @DisplayName("a program that cannot be executed: NOT_EXECUTABLE")
  void notExecutable() throws Exception {
    Path file = Files.createFile(root.resolve("text"));
    assertThat(refused(file.toString()).reason()).isEqualTo(Reason.NOT_EXECUTABLE);
    assertThat(refused("/tmp")).hasMessage("/tmp: is a directory");
  }

  @Test
  @DisplayName("a working directory that is gone: NO_DIRECTORY")
  void noDirectory() {
    Launch launch =
        new Launch(jobs.newId(), List.of("true"), Path.of("/no/such/folder"), PATH, false);
    assertThat(refused(launch).reason()).isEqualTo(Reason.NO_DIRECTORY);
  }

  @Test
  @DisplayName("a working directory that is closed to us: NO_DIRECTORY")
  void closedDirectory() throws Exception {
    Path folder = Files.createDirectory(root.resolve("closed"));
    assertThat(folder.toFile().setExecutable(false, false)).isTrue();
    assumeFalse(Files.isExecutable(folder), "root may enter all");
    Launch launch = new Launch(jobs.newId(), List.of("true"), folder, PATH, false);
    assertThat(refused(launch).reason()).isEqualTo(Reason.NO_DIRECTORY);
  }

  @Test
  @DisplayName("an argument of more than 128 KiB: the error says which, and the limit")
  void longArgument() {
    assertThat(refused("true", "x", "y".repeat(131072)))
        .hasMessageContaining("argument 2")
        .hasMessageContaining("131072")
        .hasMessageContaining("131071");
    assertThat(Jobs.end(jobs.start("true", "y".repeat(131071))))
        .isInstanceOf(ProcessEnd.Exited.class);
  }

  @Test
  @DisplayName("a variable of more than 128 KiB: the error says which, and not its value")
  void longVariable() {
    Map<String, String> environment = Map.of("PATH", "/bin", "BIG", "z".repeat(131072));
    assertThat(refused(jobs.launch(environment, false, "true")))
        .hasMessageContaining("BIG")
        .hasMessageNotContaining("zzz");
  }

  @Test
  @DisplayName("too much altogether: the error says how much")
  void tooMuch() {
    String[] argv = new String[200];
    java.util.Arrays.fill(argv, "y".repeat(100_000));
    argv[0] = "true";
    CannotStartException refused = refused(argv);
    assertThat(refused.reason()).isEqualTo(Reason.TOO_LONG);
    assertThat(refused).hasMessageContaining("too much together");
  }

  @Test
  @DisplayName("after a refusal the same run can be started")
  void again() {
    Launch wrong = jobs.launch(PATH, false, "no-such-program");
    assertThat(refused(wrong).reason()).isEqualTo(Reason.NOT_FOUND);
    RunningProcess process =
        jobs.start(new Launch(wrong.runId(), List.of("true"), root, PATH, false));
    assertThat(Jobs.end(process)).isInstanceOf(ProcessEnd.Exited.class);
  }

  @Test
  @DisplayName("a run is started once")
  void once() {
    Launch launch = jobs.launch(PATH, false, "true");
    Jobs.end(jobs.start(launch));
    assertThatThrownBy(() -> jobs.host.start(launch)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("run ids that are no file names, and null characters, are refused")
  void nonsense() {
    for (String id : List.of("", ".", "..", "a/b", "a b", ".x", "x".repeat(101))) {
      assertThatThrownBy(() -> new Launch(id, List.of("true"), root, PATH, false))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Launch("x", List.of("true", "a\0b"), root, PATH, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Launch("x", List.of("true"), root, Map.of("a=b", ""), false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
