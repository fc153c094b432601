package dev.errand.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome;
import dev.errand.daemon.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Tag("clients")
@DisplayName("The inspector of the protocol")
final class InspectorTest {
  private static final String LAUNCHER =
      "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

  @TempDir private Path folder;

  @ParameterizedTest(name = "lists and calls tools in the {1} era, over {0}")
  @CsvSource({"HTTP, legacy", "HTTP, modern", "STDIO, legacy", "STDIO, modern"})
  void all(Transport transport, String era) throws Exception {
    try (DaemonHome home = new DaemonHome(folder.resolve("home"))) {
      List<String> names = new ArrayList<>();
      JsonNode tools = inspect(transport, era, home, "--method", "tools/list").get("tools");
      tools.forEach(tool -> names.add(tool.get("name").stringValue()));
      assertThat(names).containsExactlyElementsOf(Seen.TOOLS);
      JsonNode started = start(transport, era, home, "{\"command\":\"echo hello\"}");
      assertThat(Seen.text(started)).contains("COMPLETED, exit code 0", "\nhello\n");
      if (era.equals("modern")) {
        JsonNode later =
            start(
                transport,
                era,
                home,
                "{\"command\":\"sleep 1; echo later\",\"background_after\":0}");
        assertThat(Seen.text(later))
            .as("it has driven the task to its end")
            .contains("COMPLETED, exit code 0", "\nlater\n");
        assertThat(later.get("structuredContent").has("background")).as("no task").isFalse();
      } else {
        JsonNode endless =
            start(
                transport, era, home, "{\"command\":\"exec sleep 100000\",\"background_after\":0}");
        assertThat(endless.at("/structuredContent/background").booleanValue()).isTrue();
      }
    }
  }

  private JsonNode start(Transport transport, String era, DaemonHome home, String arguments)
      throws Exception {
    return inspect(
        transport,
        era,
        home,
        "--method",
        "tools/call",
        "--tool-name",
        "job_start",
        "--tool-args-json",
        arguments);
  }

  private JsonNode inspect(Transport transport, String era, DaemonHome home, String... words)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("--cli"));
    for (Map.Entry<String, String> one : Transport.environment(home).entrySet()) {
      all.addAll(List.of("-e", one.getKey() + "=" + one.getValue()));
    }
    all.addAll(List.of("--protocol-era", era, "--format", "json", "-q"));
    all.addAll(List.of(words));
    all.addAll(transport.ofInspector(home));
    NodeProgram.Ended ended = new NodeProgram(folder, LAUNCHER).run(all.toArray(String[]::new));
    assertThat(ended.code()).as(ended.toString()).isZero();
    return Json.tree(ended.out()).get("result");
  }
}
