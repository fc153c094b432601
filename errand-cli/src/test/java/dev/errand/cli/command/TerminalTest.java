package dev.errand.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.Daemon;
import dev.errand.daemon.home.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On a terminal")
final class TerminalTest {
  private static final String ESCAPE = "\033";

  @TempDir private static Path folder;
  private static Daemon daemon;

  @BeforeAll
  static void start() throws Exception {
    daemon = Daemon.start(new Home(folder.resolve("home")), "test", (_, _) -> {});
    assertThat(asked(plain(), "run", "--wait", "--label", "x".repeat(300), "--", "true").code())
        .isZero();
  }

  @AfterAll
  static void stop() {
    daemon.stop(true);
    daemon.close();
  }

  private record Asked(int code, String out, String err) {}

  private static RecordingClient plain() {
    return new RecordingClient();
  }

  private static RecordingClient terminal(int columns, Map<String, String> more) {
    return new RecordingClient(more, true, columns);
  }

  private static Asked asked(RecordingClient client, String... words) throws Exception {
    int code = new CommandRunner(daemon.errands()).run(List.of(words), client);
    return new Asked(code, client.out(), client.err());
  }

  @Test
  @DisplayName("a list is as wide as that, narrow or wide, and in a pipe it is whole")
  void width() throws Exception {
    for (int columns : new int[] {60, 80, 200}) {
      String list = asked(terminal(columns, Map.of("NO_COLOR", "1")), "ls").out();
      assertThat(list.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= columns);
      assertThat(list).contains("…");
    }
    assertThat(asked(plain(), "ls").out()).contains("x".repeat(200));
  }

  @Test
  @DisplayName("there are colours, unless NO_COLOR, a dumb terminal or a pipe; CLICOLOR_FORCE wins")
  void colours() throws Exception {
    assertThat(asked(terminal(80, Map.of("TERM", "xterm")), "ls").out()).contains(ESCAPE);
    assertThat(asked(terminal(80, Map.of("NO_COLOR", "1")), "ls").out()).doesNotContain(ESCAPE);
    assertThat(asked(terminal(80, Map.of("TERM", "dumb")), "ls").out()).doesNotContain(ESCAPE);
    assertThat(asked(plain(), "ls").out()).doesNotContain(ESCAPE);
    assertThat(asked(new RecordingClient(Map.of("CLICOLOR_FORCE", "1"), false, 80), "ls").out())
        .contains(ESCAPE);
  }

  @Test
  @DisplayName(
      "a wait shows a bar where the job says n/m, and takes it away; in a pipe it is silent")
  void progress() throws Exception {
    String script = "echo step 3/4; read x";
    Asked started = asked(plain(), "run", "--stdin", "--", "sh", "-c", script);
    String id = started.out().strip();
    RecordingClient client = terminal(80, Map.of("TERM", "xterm"));
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = asked(client, "wait", "-q", id);
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            });
    while (!client.err().contains("3/4")) {
      Thread.onSpinWait();
    }
    assertThat(asked(plain(), "send", id, "go on").code()).isZero();
    waiter.join();
    assertThat(client.err()).contains("[###############·····] step 3/4").endsWith("\r\033[K");
    assertThat(asked(plain(), "wait", "-q", id).err()).isEmpty();
  }

  @Test
  @DisplayName("next steps are hinted at, but not in a pipe and not with -q")
  void hints() throws Exception {
    Map<String, String> path = Map.of("PATH", "/usr/bin:/bin");
    assertThat(asked(terminal(80, path), "run", "--", "true").err()).contains("errand tail -f bg_");
    assertThat(asked(terminal(80, path), "run", "-q", "--", "true").err()).isEmpty();
    assertThat(asked(plain(), "run", "--", "true").err()).isEmpty();
  }
}
