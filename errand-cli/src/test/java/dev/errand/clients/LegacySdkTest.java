package dev.errand.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@Tag("clients")
@DisplayName("The TypeScript SDK of the revisions with a handshake")
final class LegacySdkTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "starts, watches, waits for and cancels jobs, over {0}")
  @EnumSource
  void all(Transport transport) throws Exception {
    try (DaemonHome home = new DaemonHome(folder.resolve("home"))) {
      Seen seen = Seen.of(folder, "legacy.mjs", transport, home);
      shakesHands(seen, transport);
      callsTools(seen);
      waitsAsATask(seen);
    }
  }

  private static void shakesHands(Seen seen, Transport transport) {
    JsonNode initialized = seen.at("initialize");
    assertThat(initialized.at("/server/name").stringValue()).isEqualTo("errand");
    assertThat(initialized.at("/capabilities/tasks/requests/tools/call").isObject()).isTrue();
    assertThat(initialized.get("instructions").stringValue()).contains("Never poll");
    assertThat(initialized.get("session").isString()).isEqualTo(transport == Transport.HTTP);
    assertThat(seen.at("ping")).isEmpty();
    assertThat(seen.tools()).containsExactlyElementsOf(Seen.TOOLS);
  }

  private static void callsTools(Seen seen) {
    assertThat(seen.text("start")).contains("COMPLETED, exit code 0", "\nhello\n");
    assertThat(seen.text("fails")).contains("FAILED, exit code 3", "\nno\n");
    assertThat(seen.at("refused").get("isError").booleanValue()).isTrue();
    assertThat(Seen.text(seen.at("refused"))).contains("command is missing");
    assertThat(seen.text("background")).contains("RUNNING", "goes on in the background");
    assertThat(seen.at("list").at("/structuredContent/owner").stringValue()).isEqualTo("agent-7");
    assertThat(seen.at("list").at("/structuredContent/jobs")).hasSize(3);
    assertThat(seen.text("send")).startsWith("Sent to ");
    assertThat(seen.text("wait")).contains("COMPLETED, exit code 0", "\nit was sent a line\n");
    assertThat(seen.text("output")).contains("\nit was sent a line\n", "the end of its output");
    assertThat(seen.text("cancel")).contains("CANCELLED, cancelled by its owner");
    assertThat(seen.at("cancel").at("/structuredContent/jobs/0/processesGone").booleanValue())
        .isTrue();
  }

  private static void waitsAsATask(Seen seen) {
    assertThat(seen.at("task working").get("status").stringValue()).isEqualTo("working");
    List<String> types = new ArrayList<>();
    seen.at("task").forEach(message -> types.add(message.get("type").stringValue()));
    assertThat(types).startsWith("taskCreated", "taskStatus").endsWith("result");
    JsonNode result = seen.at("task").get(types.size() - 1).get("result");
    assertThat(Seen.text(result)).contains("COMPLETED, exit code 0", "\nit was sent another\n");
    assertThat(seen.at("task result again")).isEqualTo(result);
    assertThat(seen.at("task list")).hasToString("[\"completed\"]");
    assertThat(seen.at("task over").get("code").intValue()).isEqualTo(-32602);
    assertThat(seen.at("task over").get("message").stringValue()).contains("completed already");
    assertThat(seen.at("task unknown").get("code").intValue()).isEqualTo(-32602);
    assertThat(seen.at("task unknown").get("message").stringValue()).contains("no such task");
    assertThat(seen.at("no task"))
        .as("a job is no call to be waited for")
        .hasToString("[{\"type\":\"error\",\"code\":-32601}]");
  }
}
