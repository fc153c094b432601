package dev.errand.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Tag("clients")
@DisplayName("The TypeScript SDK of the revision without a handshake")
final class ModernClientTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "calls tools, and takes jobs as tasks, over {0}, version: {1}")
  @CsvSource({"HTTP, pin", "HTTP, auto", "STDIO, pin", "STDIO, auto"})
  void all(Transport transport, String version) throws Exception {
    try (DaemonHome home = new DaemonHome(folder.resolve("home"))) {
      Seen seen = Seen.of(folder, "modern.mjs", transport, home, version);
      callsTools(seen);
      takesTasks(seen);
    }
  }

  private static void callsTools(Seen seen) {
    JsonNode discovered = seen.at("discover");
    assertThat(discovered.get("era").stringValue()).isEqualTo("modern");
    assertThat(discovered.get("version").stringValue()).isEqualTo("2026-07-28");
    assertThat(discovered.at("/server/name").stringValue()).isEqualTo("errand");
    assertThat(discovered.get("instructions").stringValue()).contains("Never poll");
    assertThat(discovered.get("capabilities"))
        .hasToString("{\"tools\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
    assertThat(seen.tools()).containsExactlyElementsOf(Seen.TOOLS);
    assertThat(seen.text("start")).contains("COMPLETED, exit code 0", "\nhello\n");
    assertThat(seen.text("fails")).contains("FAILED, exit code 3", "\nno\n");
    assertThat(seen.text("background"))
        .as("no task for one who takes none")
        .contains("RUNNING", "goes on in the background");
    assertThat(seen.text("send")).startsWith("Sent to ");
    assertThat(seen.text("wait")).contains("COMPLETED, exit code 0", "\nit was sent a line\n");
    assertThat(seen.text("output")).contains("\nit was sent a line\n", "the end of its output");
    assertThat(seen.at("list").at("/structuredContent/owner").stringValue()).isEqualTo("agent-7");
    assertThat(seen.at("list").at("/structuredContent/jobs")).hasSize(3);
  }

  private static void takesTasks(Seen seen) {
    JsonNode inline = seen.at("inline");
    assertThat(inline.get("kind").stringValue()).isEqualTo("immediate");
    assertThat(Seen.text(inline.at("/outcome/result"))).contains("\nat once\n");
    assertThat(seen.at("task").get("kind").stringValue()).isEqualTo("task");
    assertThat(seen.at("task").at("/handle/taskId").stringValue()).hasSizeGreaterThan(30);
    JsonNode settled = seen.at("settled").get("outcome");
    assertThat(settled.get("status").stringValue()).isEqualTo("completed");
    assertThat(settled.at("/result/isError").booleanValue()).isFalse();
    assertThat(Seen.text(settled.get("result")))
        .contains("COMPLETED, exit code 0", "\nit was sent another\n");
    assertThat(seen.at("cancelled").get("status").stringValue()).isEqualTo("cancelled");
    assertThat(seen.text("cancelled job")).contains("CANCELLED, cancelled by its owner");
  }
}
