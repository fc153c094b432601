package dev.errand.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.ErrandProcess;
import dev.errand.cli.ErrandProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Where there is no daemon, the client starts one")
class DaemonStarterTest {
  @TempDir Path folder;

  @AfterEach
  void stopDaemons() throws Exception {
    for (String pid : starts()) {
      var daemon = ProcessHandle.of(Long.parseLong(pid));
      daemon.ifPresent(ProcessHandle::destroyForcibly);
      if (daemon.isPresent()) {
        daemon.get().onExit().get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  @DisplayName("and the next one finds it")
  void start() throws Exception {
    assertThat(client("hello").await().text()).isEqualTo("hello");
    assertThat(client("again", "x").await().text()).isEqualTo("again x");
    assertThat(starts()).hasSize(1);
  }

  @Test
  @DisplayName("twenty at once start one")
  void race() throws Exception {
    List<ErrandProcess> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(client("client", i + ""));
    }
    for (int i = 0; i < clients.size(); i++) {
      Ended ended = clients.get(i).await();
      assertThat(ended.text()).isEqualTo("client " + i);
      assertThat(ended.stderr()).isEmpty();
    }
    assertThat(starts()).hasSize(1);
  }

  @Test
  @DisplayName("with a clean environment, in its home, and a log for us alone")
  void surroundings() throws Exception {
    String text = client("environment").await().text();

    assertThat(text.lines().map(line -> line.replaceFirst("=.*", "")))
        .isSubsetOf(
            "ERRAND_HOME",
            "HOME",
            "LANG",
            "LOGNAME",
            "PATH",
            "TMPDIR",
            "TZ",
            "USER",
            "cwd",
            "stdin",
            "stdout");
    assertThat(text)
        .contains(
            "ERRAND_HOME=" + home(),
            "LANG=C.UTF-8",
            "PATH=/usr/local/bin:/usr/bin:/bin",
            "cwd=" + home(),
            "stdin=/dev/null",
            "stdout=" + home().resolve("daemon.log"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
        .isEqualTo("rwx------");
    Path log = home().resolve("daemon.log");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("which is out of reach of the signals of our terminal")
  void session() throws Exception {
    assertThat(client("hello").await().exitCode()).isZero();
    // Behind the name in brackets: state, parent, process group, session.
    String stat = Files.readString(Path.of("/proc", starts().getFirst(), "stat"));
    assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3])
        .isEqualTo(starts().getFirst());
  }

  @Test
  @DisplayName("and says why it did not start")
  void fails() throws Exception {
    plan("fail");
    Ended ended = client("hello").await();

    assertThat(ended.stderr())
        .isEqualTo(
            "errand: the daemon did not start; the end of "
                + home().resolve("daemon.log")
                + ":\nerrand: one\nerrand: two\n");
    assertThat(ended.exitCode()).isEqualTo(125);
  }

  @Test
  @DisplayName("and tries again while another one is about to leave the home")
  void taken() throws Exception {
    plan("taken\ntaken");
    assertThat(client("hello").await().text()).isEqualTo("hello");
    assertThat(starts()).hasSize(3);
  }

  @Test
  @DisplayName("also when it was killed in the middle of an answer")
  void killed() throws Exception {
    Ended ended = client("die").await();

    assertThat(ended.text()).isEqualTo("dying after");
    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(starts()).hasSize(2);
  }

  private Path home() {
    return folder.resolve("new").resolve("home");
  }

  private void plan(String plan) throws Exception {
    Files.createDirectories(home());
    Files.setPosixFilePermissions(home(), PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home().resolve(TestDaemon.PLAN), plan);
  }

  private List<String> starts() throws Exception {
    Path file = home().resolve(TestDaemon.STARTS);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private ErrandProcess client(String... args) throws Exception {
    return ErrandProcess.start(
        Map.of("ERRAND_HOME", home().toString()),
        List.of("-Derrand.daemon.main=" + TestDaemon.class.getName()),
        args);
  }
}
