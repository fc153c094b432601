package dev.errand.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.ErrandProcess;
import dev.errand.cli.ErrandProcess.Ended;
import dev.errand.cli.client.TestServer.Call;
import dev.errand.cli.wire.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("errand mcp, between an agent's client and a daemon")
final class McpBridgeTest {
  private static final int MESSAGES = 20;

  /** What the bridge says itself, without asking anybody. */
  private static final String TOO_LONG =
      """
      {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request: a message may \
      have at most 3 MiB"}}
      """;

  @TempDir Path home;

  @BeforeEach
  void prepare() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  @DisplayName("more messages than may wait to be accepted: each is passed once, and answered")
  void fullBacklog() throws Exception {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      messages.add("message " + i);
    }
    try (TestServer server = new TestServer(home.resolve("errand.sock"), 1)) {
      ErrandProcess bridge =
          ErrandProcess.start(
              Map.of("ERRAND_HOME", home.toString()), List.of(), "mcp", "--owner", "me");
      bridge.write(String.join("\n", messages) + "\n");
      // Answered by the bridge itself, so it has begun to pass all before it, which nobody accepts.
      bridge.write("x".repeat((3 << 20) + 1) + "\n");
      bridge.awaitOutput(TOO_LONG);
      Set<String> sessions = new HashSet<>();
      List<String> passed = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        try (Call call = server.accept()) {
          assertThat(call.path()).isEqualTo("/v1/mcp");
          List<String> words = call.words();
          assertThat(words).hasSize(3);
          sessions.add(words.get(0));
          assertThat(words.get(1)).isEqualTo("me");
          passed.add(words.get(2));
          byte[] answer = ("answer to " + words.get(2) + "\n").getBytes(UTF_8);
          call.ok().send(new Frame.Last(answer, new byte[0], 0));
        }
      }
      assertThat(passed).containsExactlyInAnyOrderElementsOf(messages);
      bridge.endInput();
      try (Call leave = server.accept()) {
        assertThat(leave.words()).hasSize(2).endsWith("me");
        sessions.add(leave.words().get(0));
        leave.ok(); // nobody reads on
      }
      Ended ended = bridge.await();

      assertThat(ended.stderr()).isEmpty();
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.text().substring(TOO_LONG.length()).lines())
          .containsExactlyInAnyOrderElementsOf(
              messages.stream().map(it -> "answer to " + it).toList());
      assertThat(sessions).as("all of one session").hasSize(1);
    }
  }
}
