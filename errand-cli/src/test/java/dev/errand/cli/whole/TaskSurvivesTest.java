package dev.errand.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("A task of the Model Context Protocol, revision 2026-07-28")
final class TaskSurvivesTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("J3 outlives a daemon that is killed: the same name, begun once, its result")
  void killed() throws Exception {
    Path gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    try (DaemonHome home = new DaemonHome(folder.resolve("home"));
        StdioAgent agent = new StdioAgent(home, "agent")) {
      ObjectNode call = StdioAgent.arguments().put("name", "job_start");
      call.putObject("arguments")
          .put("command", "echo begun; read x <'" + gate + "'; echo ended; exit 3")
          .put("background_after", 0);
      JsonNode started = agent.modern("tools/call", call);
      assertThat(started.get("resultType").stringValue()).isEqualTo("task");
      String task = started.get("taskId").stringValue();

      ProcessHandle daemon = home.daemon().orElseThrow();
      assertThat(daemon.destroyForcibly()).isTrue();
      daemon.onExit().join();

      JsonNode after = agent.modern("tasks/get", StdioAgent.arguments().put("taskId", task));
      assertThat(after.get("status").stringValue()).isEqualTo("working");
      assertThat(after.get("taskId").stringValue()).isEqualTo(task);
      assertThat(home.daemon().orElseThrow().pid()).isNotEqualTo(daemon.pid());

      String id = home.json("ls", "--json").get(0).get("id").asString();
      Files.writeString(gate, "\n");
      assertThat(home.run("wait", "-q", id).code()).isEqualTo(3);
      JsonNode done = agent.modern("tasks/get", StdioAgent.arguments().put("taskId", task));
      assertThat(done.get("status").stringValue()).isEqualTo("completed");
      JsonNode result = done.get("result");
      assertThat(result.get("isError").booleanValue()).isTrue();
      JsonNode ended = result.get("structuredContent").get("ended").get(0);
      assertThat(ended.get("exitCode").intValue()).isEqualTo(3);
      assertThat(ended.get("output").get("untrustedText").stringValue())
          .isEqualTo("begun\nended\n");
    }
  }
}
