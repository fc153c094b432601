package dev.errand.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What one of our scripts in Node.js saw at each of its steps. */
record Seen(Map<String, JsonNode> steps) {
  /** Our tools, in their order. */
  static final List<String> TOOLS =
      List.of("job_start", "job_list", "job_output", "job_wait", "job_cancel", "job_send");

  /** Runs a script against the daemon of a home. */
  static Seen of(Path folder, String script, Transport transport, DaemonHome home, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(transport.json(home)));
    words.addAll(List.of(more));
    NodeProgram.Ended ended = new NodeProgram(folder, script).run(words.toArray(String[]::new));
    assertThat(ended.code()).as(ended.toString()).isZero();
    Map<String, JsonNode> steps = new LinkedHashMap<>();
    for (String line : ended.out().lines().toList()) {
      JsonNode json = Json.tree(line);
      assertThat(steps.put(json.get("step").stringValue(), json.get("saw"))).isNull();
    }
    assertThat(steps).as("it came to its end").containsKey("end");
    return new Seen(steps);
  }

  JsonNode at(String step) {
    assertThat(steps).containsKey(step);
    return steps.get(step);
  }

  /** The text of a tool's answer, which is no error. */
  String text(String step) {
    assertThat(at(step).get("isError").booleanValue()).as(at(step).toString()).isFalse();
    return text(at(step));
  }

  static String text(JsonNode result) {
    return result.get("content").get(0).get("text").stringValue();
  }

  List<String> tools() {
    List<String> names = new ArrayList<>();
    at("tools").forEach(tool -> names.add(tool.get("name").stringValue()));
    return names;
  }
}
