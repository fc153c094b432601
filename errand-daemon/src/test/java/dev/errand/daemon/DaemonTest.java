package dev.errand.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A daemon")
final class DaemonTest {
  @TempDir private Path folder;

  private static Daemon start(Home home) throws IOException {
    return Daemon.start(home, "1", (_, _) -> {});
  }

  @Test
  @DisplayName("has its home for itself, and leaves the other one alone")
  void oneEach() throws IOException {
    Home one = new Home(folder.resolve("one"));
    Home other = new Home(folder.resolve("other"));
    try (Daemon first = start(one);
        Daemon second = start(other)) {
      assertThatThrownBy(() -> start(one))
          .isInstanceOf(HomeException.class)
          .hasMessage("another daemon has " + one.root());
      String job = Json.text(Map.of("argv", List.of("true"), "cwd", "/"));
      assertThat(new UnixHttp(one.socket()).post("/v1/jobs", job).status()).isEqualTo(201);
      assertThat(new UnixHttp(other.socket()).get("/v1/jobs?all=true").json().get("jobs"))
          .isEmpty();
      assertThat(first.status().home()).isNotEqualTo(second.status().home());
      first.stop(true);
    }
  }

  @Test
  @DisplayName("makes files and a socket that nobody else can use")
  void modes() throws IOException {
    Home home = new Home(folder.resolve("home"));
    try (Daemon daemon = start(home)) {
      assertThat(daemon.home()).isEqualTo(home);
      for (Path file :
          List.of(home.socket(), home.token(), home.webhookKey(), home.lock(), home.store())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
    assertThat(home.socket()).doesNotExist();
  }

  @Test
  @DisplayName("that stops leaves commands running, and the next one goes on with them")
  void handedOver() throws IOException {
    Home home = new Home(folder.resolve("home"));
    String id;
    String pid;
    try (Daemon _ = start(home)) {
      UnixHttp http = new UnixHttp(home.socket());
      id =
          http.post("/v1/jobs", Json.text(Map.of("shell", "sleep 1000", "cwd", "/")))
              .json()
              .get("id")
              .asString();
      pid = pidOf(http, id);
    }
    try (Daemon next = start(home)) {
      UnixHttp http = new UnixHttp(home.socket());
      assertThat(pidOf(http, id)).isEqualTo(pid);
      assertThat(http.post("/v1/jobs/" + id + "/cancel", "{}").json().get("cancelled").asBoolean())
          .isTrue();
      next.stop(true);
    }
    assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
  }

  /** The process, as soon as there is one. */
  private static String pidOf(UnixHttp http, String id) throws IOException {
    while (true) {
      String pid = http.get("/v1/jobs/" + id).json().get("pid").asString();
      if (!pid.equals("null") && !pid.isEmpty()) {
        return pid;
      }
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("that is stopped with cancel ends its commands")
  void cancelled() throws IOException {
    Home home = new Home(folder.resolve("home"));
    String pid;
    try (Daemon daemon = start(home)) {
      UnixHttp http = new UnixHttp(home.socket());
      String id =
          http.post("/v1/jobs", Json.text(Map.of("shell", "sleep 1000", "cwd", "/")))
              .json()
              .get("id")
              .asString();
      pid = pidOf(http, id);
      daemon.stop(true);
    }
    assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
