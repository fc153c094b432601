package dev.errand.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.ErrandProcess;
import dev.errand.cli.ErrandProcess.Ended;
import dev.errand.cli.client.TestServer.Call;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The client")
class ClientTest {
  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    server = new TestServer(home.resolve("errand.sock"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  @DisplayName("sends directory, arguments and environment, and prints what comes back")
  void roundTrip() throws Exception {
    ErrandProcess errand = client(Map.of("GREETING", "Grüße\nan alle"), "ls", "", "ü b", "--help");
    try (Call call = server.accept()) {
      CommandRequest request = call.request();
      assertThat(call.head())
          .startsWith("POST /v1/command HTTP/1.0\r\n")
          .contains("\r\nHost: errand\r\n", "\r\nContent-Type: application/vnd.errand.command\r\n");
      assertThat(call.words()).containsExactly("ls", "", "ü b", "--help");
      assertThat(new String(request.directory(), UTF_8)).isEqualTo(System.getProperty("user.dir"));
      assertThat(request.environment())
          .anySatisfy(
              entry -> assertThat(entry).asString(UTF_8).isEqualTo("GREETING=Grüße\nan alle"));
      assertThat(request.key()).matches("[0-9a-f]{32}");
      assertThat(request.version()).doesNotContain("$").isNotEmpty();
      assertThat(List.of(request.terminals(), request.columns(), request.rows())).containsOnly(0);
      call.ok()
          .send(
              new Frame.Out("half".getBytes(UTF_8)),
              new Frame.Ping(),
              new Frame.Err("said\n".getBytes(UTF_8)),
              new Frame.Out(" and half".getBytes(UTF_8)),
              new Frame.Exit(7));
      Ended ended = errand.await();

      assertThat(ended.text()).isEqualTo("half and half");
      assertThat(ended.stderr()).isEqualTo("said\n");
      assertThat(ended.exitCode()).isEqualTo(7);
    }
  }

  @Test
  @DisplayName("an answer in one frame is all there or not at all: the connection breaks before it")
  void last() throws Exception {
    ErrandProcess errand = client("run");
    String key;
    try (Call call = server.accept()) {
      call.ok().send(new Frame.Ping());
      key = call.request().key();
    }
    try (Call call = server.accept()) {
      assertThat(call.request().key()).isEqualTo(key);
      call.ok().send(new Frame.Last("bg_1\n".getBytes(UTF_8), "hint\n".getBytes(UTF_8), 3));
      Ended ended = errand.await();

      assertThat(ended.text()).isEqualTo("bg_1\n");
      assertThat(ended.stderr()).isEqualTo("hint\n");
      assertThat(ended.exitCode()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("prints as it comes, byte for byte, in frames of any size")
  void bytes() throws Exception {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    ErrandProcess errand = client("tail");
    try (Call call = server.accept()) {
      call.ok().send(new Frame.Out("up".getBytes(UTF_8)));
      errand.awaitOutput("up"); // only then comes the rest
      call.send(new Frame.Out(bytes), new Frame.Exit(0));

      byte[] stdout = errand.await().stdout();
      assertThat(Arrays.copyOfRange(stdout, 2, stdout.length)).isEqualTo(bytes);
    }
  }

  @Test
  @DisplayName("sends bytes that the locale cannot express, of arguments and of the directory")
  void anyLocale() throws Exception {
    Path folder = Files.createDirectory(home.resolve("ü+%41 ?"));
    ErrandProcess errand =
        script("cd '" + folder + "' && LC_ALL=POSIX exec \"$@\" ls ü \"$(printf '\\377')\"");
    try (Call call = server.accept()) {
      CommandRequest request = call.request();
      assertThat(request.arguments())
          .containsExactly("ls".getBytes(UTF_8), "ü".getBytes(UTF_8), new byte[] {(byte) 0xff});
      assertThat(request.directory()).asString(UTF_8).isEqualTo(folder.toString());
      call.ok().send(new Frame.Exit(0));
    }
    assertThat(errand.await().exitCode()).isZero();
  }

  @Test
  @DisplayName("knows a terminal, and its size from the launcher")
  void terminal() throws Exception {
    ErrandProcess errand =
        ErrandProcess.script(
            environment(),
            List.of("-Derrand.terminal=80x24"),
            "exec script -qec \"$* ls\" /dev/null </dev/null");
    try (Call call = server.accept()) {
      CommandRequest request = call.request();
      assertThat(request.isTerminal(CommandRequest.STDOUT)).isTrue();
      assertThat(request.isTerminal(CommandRequest.STDERR)).isTrue();
      assertThat(request.columns()).isEqualTo(80);
      assertThat(request.rows()).isEqualTo(24);
      call.ok().send(new Frame.Exit(0));
    }
    assertThat(errand.await().exitCode()).isZero();
  }

  @Test
  @DisplayName("asks the next daemon when one is just going down")
  void goingDown() throws Exception {
    ErrandProcess errand = client("ls");
    try (Call call = server.accept()) {
      call.say(
          "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n\r\n{}");
    }
    try (Call call = server.accept()) {
      call.ok().send(new Frame.Exit(4));
    }
    Ended ended = errand.await();
    assertThat(ended.stderr()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(4);
  }

  @Test
  @DisplayName("shows the detail of a problem and exits with 125")
  void problem() throws Exception {
    ErrandProcess errand = client("ls");
    try (Call call = server.accept()) {
      call.say(
          "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/problem+json\r\n\r\n"
              + "{\"status\":500,\"detail\":\"going \\\"wrong\\\"\\u001b[1m\"}");
    }
    Ended ended = errand.await();
    assertThat(ended.stderr()).isEqualTo("errand: going \"wrong\"\\x1b[1m\n");
    assertThat(ended.exitCode()).isEqualTo(125);
  }

  @Test
  @DisplayName("says so when the other side speaks something else")
  void garbage() throws Exception {
    ErrandProcess errand = client("ls");
    try (Call call = server.accept()) {
      call.ok().say("<html> and much more than a frame can have");
    }
    Ended ended = errand.await();
    assertThat(ended.stderr()).contains("does not understand").hasLineCount(1);
    assertThat(ended.exitCode()).isEqualTo(125);
  }

  @Test
  @DisplayName("sends the same request with the same key when the connection breaks")
  void again() throws Exception {
    ErrandProcess errand = client("run", "x");
    String key;
    try (Call call = server.accept()) {
      key = call.request().key();
    }
    try (Call call = server.accept()) {
      assertThat(call.request().key()).isEqualTo(key);
      call.ok().send(new Frame.Out("a".getBytes(UTF_8)));
    }
    try (Call call = server.accept()) {
      assertThat(call.request().key()).isEqualTo(key);
      assertThat(call.words()).containsExactly("run", "x");
      call.ok().send(new Frame.Out("b".getBytes(UTF_8)), new Frame.Exit(3));
      Ended ended = errand.await();
      assertThat(ended.text()).isEqualTo("ab");
      assertThat(ended.stderr()).isEmpty();
      assertThat(ended.exitCode()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("sends what the daemon said last when the connection breaks after that")
  void resume() throws Exception {
    ErrandProcess errand = client("run", "--wait", "x");
    CommandRequest first;
    try (Call call = server.accept()) {
      first = call.request();
      call.ok()
          .send(resuming("no"), new Frame.Out("a".getBytes(UTF_8)), resuming("wait", "bg_ü", ""));
      call.say("o"); // and no more of this frame
    }
    CommandRequest second;
    try (Call call = server.accept()) {
      second = call.request();
      assertThat(call.words()).containsExactly("wait", "bg_ü", "");
      assertThat(second.key()).isNotEqualTo(first.key());
      assertThat(second)
          .usingRecursiveComparison()
          .ignoringFields("key", "arguments")
          .isEqualTo(first);
    }
    try (Call call = server.accept()) {
      assertThat(call.request()).usingRecursiveComparison().isEqualTo(second);
      call.ok().send(new Frame.Out("b".getBytes(UTF_8)), new Frame.Exit(0));
    }
    Ended ended = errand.await();
    assertThat(ended.text()).isEqualTo("ab");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  @DisplayName("sends nothing again when the daemon said so, and says that the outcome is unknown")
  void notAgain() throws Exception {
    ErrandProcess errand = client("send", "x");
    try (Call call = server.accept()) {
      call.ok().send(resuming());
    }
    Ended ended = errand.await();
    assertThat(ended.stderr()).contains("unknown").hasLineCount(1);
    assertThat(ended.exitCode()).isEqualTo(125);
  }

  @Test
  @DisplayName("confirms when everything before that is on stdout")
  void confirm() throws Exception {
    ErrandProcess errand = client("inbox");
    try (Call call = server.accept()) {
      call.ok().send(new Frame.Out("mail".getBytes(UTF_8)), new Frame.Confirm("t-1"));
      try (Call confirm = server.accept()) {
        errand.awaitOutput("mail"); // nothing else lets it out
        assertThat(confirm.path()).isEqualTo("/v1/command/confirm/t-1");
        assertThat(confirm.body()).isEmpty();
        confirm.say("HTTP/1.1 204 No Content\r\n\r\n");
      }
      call.send(new Frame.Exit(0));
      assertThat(errand.await().exitCode()).isZero();
    }
  }

  @Test
  @DisplayName("says that it did not get to stdout, and does not claim success")
  void notConfirmed() throws Exception {
    ErrandProcess errand = script("exec \"$@\" inbox >/dev/full");
    try (Call call = server.accept()) {
      call.ok().send(new Frame.Out("mail".getBytes(UTF_8)), new Frame.Confirm("t-1"));
      try (Call confirm = server.accept()) {
        assertThat(confirm.path()).isEqualTo("/v1/command/confirm/t-1?written=false");
        confirm.say("HTTP/1.1 204 No Content\r\n\r\n");
      }
      call.send(new Frame.Exit(0));
      Ended ended = errand.await();
      assertThat(ended.stderr()).startsWith("errand: output was lost: stdout: ").hasLineCount(1);
      assertThat(ended.exitCode()).isEqualTo(125);
    }
  }

  @Test
  @DisplayName("goes on without a word when the reader of stdout goes away")
  void readerGoesAway() throws Exception {
    ErrandProcess errand = script("{ \"$@\" run --wait x; echo $? >&2; } | head -c 1");
    try (Call call = server.accept()) {
      call.ok().send(new Frame.Out("ab".getBytes(UTF_8)));
      errand.awaitOutput("a");
      for (int i = 0; i < 5; i++) {
        call.send(new Frame.Out(new byte[1 << 20]));
      }
      call.send(new Frame.Exit(3));
      assertThat(errand.await().stderr()).isEqualTo("3\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  @DisplayName("interrupted, sends what the daemon said is to be sent, and shows the end")
  void interrupt(String signal, int code) throws Exception {
    ErrandProcess errand = client("run", "--wait", "x");
    try (Call call = server.accept()) {
      call.ok()
          .send(
              new Frame.Interrupt("", List.of("no")),
              new Frame.Interrupt("cancelling\u001b", List.of("cancel", "bg_1")),
              new Frame.Out("up".getBytes(UTF_8)));
      errand.awaitOutput("up");
      errand.signal(signal);
      try (Call side = server.accept()) {
        assertThat(side.words()).containsExactly("cancel", "bg_1");
        assertThat(side.request().key()).isNotEqualTo(call.request().key());
        side.ok()
            .send(
                new Frame.Out("not shown".getBytes(UTF_8)),
                new Frame.Err("cancelled\n".getBytes(UTF_8)),
                new Frame.Exit(0));
      }
      call.send(new Frame.Out(", bye".getBytes(UTF_8)), new Frame.Exit(0));
      Ended ended = errand.await();
      assertThat(ended.text()).isEqualTo("up, bye");
      assertThat(ended.stderr()).isEqualTo("errand: cancelling\\x1b\ncancelled\n");
      assertThat(ended.exitCode()).isEqualTo(code);
    }
  }

  @Test
  @DisplayName("interrupted, leaves at once when there is nothing to send")
  void detach() throws Exception {
    ErrandProcess errand = client("tail", "-f", "x");
    try (Call call = server.accept()) {
      call.ok()
          .send(new Frame.Interrupt("it goes on", List.of()), new Frame.Out("up".getBytes(UTF_8)));
      errand.awaitOutput("up");
      errand.signal("INT");
      call.awaitEnd();
      Ended ended = errand.await();
      assertThat(ended.stderr()).isEqualTo("errand: it goes on\n");
      assertThat(ended.exitCode()).isEqualTo(130);
    }
  }

  @Test
  @DisplayName("interrupted before the daemon said what that means, waits for that")
  void interruptedEarly() throws Exception {
    ErrandProcess errand = client("run", "--wait", "x");
    try (Call call = server.accept()) {
      errand.signal("INT");
      call.ok().send(new Frame.Interrupt("", List.of("cancel", "bg_1")));
      try (Call side = server.accept()) {
        assertThat(side.words()).containsExactly("cancel", "bg_1");
        side.ok().send(new Frame.Exit(0));
      }
      call.send(new Frame.Exit(0));
      assertThat(errand.await().exitCode()).isEqualTo(130);
    }
  }

  @Test
  @DisplayName("refuses a home that others may enter")
  void openHome() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Ended ended = client("ls").await();
    assertThat(ended.stderr()).contains("can be used by others").hasLineCount(1);
    assertThat(ended.exitCode()).isEqualTo(125);
  }

  private static Frame resuming(String... words) {
    return new Frame.Resume(List.of(words));
  }

  private Map<String, String> environment() {
    return Map.of("ERRAND_HOME", home.toString());
  }

  private ErrandProcess client(String... args) throws Exception {
    return client(Map.of(), args);
  }

  private ErrandProcess client(Map<String, String> more, String... args) throws Exception {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(more);
    return ErrandProcess.start(environment, List.of(), args);
  }

  private ErrandProcess script(String script) throws Exception {
    return ErrandProcess.script(environment(), List.of(), script);
  }
}
