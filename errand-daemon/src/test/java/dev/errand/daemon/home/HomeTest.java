package dev.errand.daemon.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A home")
final class HomeTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("is where the variables say, in their order")
  void where() {
    assertThat(Home.of(Map.of("ERRAND_HOME", "/a", "XDG_STATE_HOME", "/b", "HOME", "/c")).root())
        .isEqualTo(Path.of("/a"));
    assertThat(Home.of(Map.of("XDG_STATE_HOME", "/b", "HOME", "/c")).root())
        .isEqualTo(Path.of("/b/errand"));
    assertThat(Home.of(Map.of("XDG_STATE_HOME", "relative", "HOME", "/c")).root())
        .isEqualTo(Path.of("/c/.local/state/errand"));
    assertThat(Home.of(Map.of("HOME", "/c")).root()).isEqualTo(Path.of("/c/.local/state/errand"));
  }

  @Test
  @DisplayName("is made so that nobody else can enter it")
  void made() throws IOException {
    Home home = new Home(folder.resolve("state/errand"));
    home.prepare();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())))
        .isEqualTo("rwx------");
    home.prepare(); // twice is fine
  }

  @Test
  @DisplayName("that others may enter is refused, and the way out is said")
  void open() throws IOException {
    Home home = new Home(folder.resolve("open"));
    Files.createDirectory(home.root());
    Files.setPosixFilePermissions(home.root(), PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(home::prepare)
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("can be used by others (mode rwxr-x---)")
        .hasMessageContaining("chmod go= " + home.root());
  }

  @Test
  @DisplayName("of another user is refused")
  void foreign() throws IOException {
    // Not everybody may give a folder away; whoever may not finds one of root's.
    Path root = folder.resolve("foreign");
    Files.createDirectory(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path theirs = root;
    try {
      Files.setOwner(
          root,
          root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (IOException notRoot) {
      theirs = Path.of("/");
    }
    Home home = new Home(theirs);
    assertThatThrownBy(home::check)
        .isInstanceOf(HomeException.class)
        .hasMessageContaining(" belongs to ");
  }

  @Test
  @DisplayName("with a socket that others may use, or that is none, is refused")
  void socket() throws IOException {
    Home home = new Home(folder.resolve("home"));
    home.prepare();
    Files.createFile(home.socket());
    assertThatThrownBy(home::checkSocket).hasMessageContaining("is no socket");
    Files.delete(home.socket());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(home.socket()));
      Files.setPosixFilePermissions(home.socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThatThrownBy(home::checkSocket).hasMessageContaining("can be used by others");
      Files.setPosixFilePermissions(home.socket(), PosixFilePermissions.fromString("rw-------"));
      home.checkSocket();
    }
  }

  @Test
  @DisplayName("whose path is too long for a socket says so")
  void tooLong() {
    assertThatThrownBy(() -> new Home(folder.resolve("x".repeat(100))).prepare())
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("set ERRAND_HOME to a shorter path");
  }

  @Test
  @DisplayName("is made by many at once")
  void atOnce() throws Exception {
    int many = 8;
    CyclicBarrier together = new CyclicBarrier(many);
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      for (int round = 0; round < 200; round++) {
        Home home = new Home(folder.resolve("home-" + round));
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
          all.add(
              threads.submit(() -> {
                together.await();
                home.prepare();
                return null;
              }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
    }
    assertThat(Files.list(folder)).hasSize(200);
  }

  @Test
  @DisplayName("that cannot be made says why")
  void cannotBeMade() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new Home(file.resolve("home")).prepare())
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("cannot make the folder");
  }

  @Test
  @DisplayName("has settings, which are checked, unknown names too")
  void settings() throws IOException {
    Home home = new Home(folder.resolve("home"));
    home.prepare();
    assertThat(Settings.of(home)).isEqualTo(Settings.DEFAULT);
    Files.writeString(home.settings(), "max-running=3\nretention=PT1H\n");
    assertThat(Settings.of(home).maxRunning()).isEqualTo(3);
    assertThat(Settings.of(home).retention()).hasHours(1);
    for (String wrong :
        new String[] {
          "max-running=0", "max-running=many", "retention=1", "port=65536", "colour=1"
        }) {
      Files.writeString(home.settings(), wrong);
      assertThatThrownBy(() -> Settings.of(home))
          .as(wrong)
          .isInstanceOf(HomeException.class)
          .hasMessageContaining(wrong.substring(0, wrong.indexOf('=')));
    }
  }

  @Test
  @DisplayName("is locked by one at a time")
  void locked() throws IOException {
    Path file = folder.resolve("lock");
    DaemonLock first = DaemonLock.tryTake(file).orElseThrow();
    assertThat(DaemonLock.tryTake(file)).isEmpty();
    first.close();
    DaemonLock.tryTake(file).orElseThrow().close();
  }
}
