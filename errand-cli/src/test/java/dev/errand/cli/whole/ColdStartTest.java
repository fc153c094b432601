package dev.errand.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome.Ended;
import dev.errand.cli.whole.DaemonHome.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("Many clients at once")
final class ColdStartTest {
  private static final int COLD = Integer.getInteger("errand.cold.clients", 50);
  private static final int WARM = Integer.getInteger("errand.warm.clients", 30);

  @TempDir private Path folder;

  @Test
  @DisplayName("start one daemon, and all of them succeed, from cold and when it is there")
  void many() throws Exception {
    try (DaemonHome home = new DaemonHome(folder.resolve("home"))) {
      Set<String> ids = new HashSet<>();
      for (int count : new int[] {COLD, WARM}) {
        List<Running> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          clients.add(home.start("run", "--", "true"));
        }
        for (Running client : clients) {
          Ended ended = client.ended();
          assertThat(ended.code()).as(ended.toString()).isZero();
          assertThat(ids.add(ended.out())).as(ended.out()).isTrue();
        }
      }
      assertThat(Files.readString(home.root().resolve("daemon.log")))
          .as("one daemon")
          .containsOnlyOnce(" has started in ");
      JsonNode jobs = home.json("ls", "-a", "--json");
      assertThat(jobs).hasSize(COLD + WARM);
    }
  }

  @Test
  @DisplayName("that use two homes have two daemons, which do not meet")
  void twoHomes() throws Exception {
    try (DaemonHome one = new DaemonHome(folder.resolve("one"));
        DaemonHome other = new DaemonHome(folder.resolve("other"))) {
      assertThat(one.out("run", "--", "true")).isEqualTo("bg_1\n");
      assertThat(other.out("run", "--", "true")).isEqualTo("bg_1\n");
      assertThat(one.daemon().orElseThrow()).isNotEqualTo(other.daemon().orElseThrow());
      assertThat(one.out("daemon", "stop", "--cancel")).isEmpty();
      assertThat(other.out("ls", "-q", "-a")).isEqualTo("bg_1\n");
    }
  }

  @Test
  @DisplayName("say why when there can be no daemon")
  void cannot() throws IOException, InterruptedException {
    Path file = Files.createFile(folder.resolve("file"));
    Ended inFile = new DaemonHome(file.resolve("home")).run("ls");
    assertThat(inFile.code()).isEqualTo(125);
    assertThat(inFile.err()).contains("cannot make the folder").hasLineCount(1);
    DaemonHome open = new DaemonHome(Files.createDirectory(folder.resolve("open")));
    Files.setPosixFilePermissions(
        open.root(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    Ended refused = open.run("ls");
    assertThat(refused.code()).isEqualTo(125);
    assertThat(refused.err()).contains("can be used by others").hasLineCount(1);
    DaemonHome wrong = new DaemonHome(folder.resolve("wrong"));
    new dev.errand.daemon.home.Home(wrong.root()).prepare();
    Files.writeString(wrong.root().resolve("errand.properties"), "max-running=none\n");
    Ended settings = wrong.run("ls");
    assertThat(settings.code()).isEqualTo(125);
    assertThat(settings.err()).contains("max-running must be a number");
  }

  @Test
  @DisplayName("who wait while the daemon is restarted get their answer from the next one")
  void restarted() throws Exception {
    try (DaemonHome home = new DaemonHome(folder.resolve("restarted"))) {
      Path pipe = folder.resolve("pipe");
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      String script = "echo before; read x < '" + pipe + "'; echo after $x; exit 4";
      String id = home.out("run", "--owner", "ann", "--", "sh", "-c", script).strip();
      Running waiter = home.start("wait", "--owner", "ann", id);
      Running follower = home.start("tail", "-f", "--from", "0", id);
      ProcessHandle first = home.daemon().orElseThrow();
      String pid = home.json("show", "--json", id).get("pid").asString();
      assertThat(home.run("daemon", "restart").code()).isZero();
      assertThat(home.daemon().orElseThrow()).isNotEqualTo(first);
      assertThat(home.json("show", "--json", id).get("pid").asString()).isEqualTo(pid);
      Files.writeString(pipe, "the restart\n");
      assertThat(follower.ended().out()).isEqualTo("before\nafter the restart\n");
      Ended waited = waiter.ended();
      assertThat(waited.code()).isEqualTo(4);
      assertThat(waited.out()).contains("after the restart");
    }
  }

  @Test
  @DisplayName("see in the status whether there is a daemon, and stop it")
  void status() throws Exception {
    DaemonHome home = new DaemonHome(folder.resolve("status"));
    assertThat(home.run("daemon", "status").code()).isEqualTo(3);
    assertThat(home.json("daemon", "start", "--json").get("running").asBoolean()).isTrue();
    JsonNode status = home.json("daemon", "status", "--json");
    assertThat(status.get("pid").asLong()).isEqualTo(home.daemon().orElseThrow().pid());
    assertThat(status.get("socket").asString()).isEqualTo(home.root() + "/errand.sock");
    assertThat(home.run("doctor").code()).isZero();
    ProcessHandle daemon = home.daemon().orElseThrow();
    assertThat(home.run("daemon", "stop").code()).isZero();
    assertThat(daemon.onExit().get().isAlive()).isFalse();
    assertThat(home.run("daemon", "stop").err()).contains("it is not running");
  }
}
