package dev.errand.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mcp.protocol.JobMcp;
import dev.errand.mcp.protocol.McpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("The server of the Model Context Protocol")
final class McpServerTest {
  private static final List<String> TOOLS =
      List.of("job_start", "job_list", "job_output", "job_wait", "job_cancel", "job_send");

  @TempDir Path folder;
  private Agents agents;
  private McpServer server;
  private McpClient legacy;
  private McpClient modern;
  private McpClient tasks;
  private Path gate;

  @BeforeEach
  void open() throws Exception {
    agents = new Agents(folder);
    server = server();
    legacy = McpClient.legacy(server, caller("agent", "legacy"));
    modern = McpClient.modern(server, caller("agent", "modern"), false);
    tasks = McpClient.modern(server, caller("agent", "tasks"), true);
    gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
  }

  private McpServer server() {
    return new JobMcp(agents.tools, new byte[32]).server("0");
  }

  private ToolCall caller(String owner, String session) {
    return ToolCall.of(owner).session(session).from(folder, System.getenv());
  }

  @AfterEach
  void close() {
    agents.close();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.get("tools").forEach(tool -> names.add(tool.get("name").stringValue()));
    return names;
  }

  private String gated() {
    return "{'command':'read x <" + gate + "; echo opened','background_after':0}";
  }

  @Test
  @DisplayName(
      "old era: a handshake in the client's version or our newest, tools, and one that waits as a"
          + " task")
  void handshake() {
    JsonNode known =
        legacy.result("initialize", "{'protocolVersion':'2025-06-18','capabilities':{}}");
    assertThat(known.get("protocolVersion").stringValue()).isEqualTo("2025-06-18");
    assertThat(known.get("capabilities").get("tasks").get("requests").toString())
        .isEqualTo("{\"tools\":{\"call\":{}}}");
    JsonNode unknown = legacy.result("initialize", "{'protocolVersion':'2031-01-01'}");
    assertThat(unknown.get("protocolVersion").stringValue()).isEqualTo("2025-11-25");
    legacy.notify("notifications/initialized", "{}");
    JsonNode list = legacy.result("tools/list", "{}");
    assertThat(names(list)).isEqualTo(TOOLS);
    for (JsonNode tool : list.get("tools")) {
      assertThat(tool.has("execution"))
          .isEqualTo(tool.get("name").stringValue().equals("job_wait"));
    }
    assertThat(legacy.result("ping", "{}").isEmpty()).isTrue();
    assertThat(legacy.error("server/none", "{}")).isEqualTo(-32601);
  }

  @Test
  @DisplayName("new era: no handshake, each result says what it is and who says it")
  void discover() {
    JsonNode found = modern.result("server/discover", "{}");
    assertThat(found.get("resultType").stringValue()).isEqualTo("complete");
    assertThat(found.get("supportedVersions").toString()).contains("2026-07-28", "2025-11-25");
    assertThat(found.get("capabilities").get("extensions").has("io.modelcontextprotocol/tasks"))
        .isTrue();
    assertThat(found.get("_meta").has("io.modelcontextprotocol/serverInfo")).isTrue();
    JsonNode list = modern.result("tools/list", "{}");
    assertThat(names(list)).isEqualTo(TOOLS);
    assertThat(list.get("cacheScope").stringValue()).isEqualTo("public");
    assertThat(modern.error("initialize", "{}")).isEqualTo(-32601);
    assertThat(modern.saying("1900-01-01").error("tools/list", "{}")).isEqualTo(-32022);
  }

  @Test
  @DisplayName("schemas have only what every known client takes")
  void schemas() {
    for (JsonNode tool : modern.result("tools/list", "{}").get("tools")) {
      JsonNode schema = tool.get("inputSchema");
      assertThat(schema.propertyNames()).isSubsetOf("type", "properties", "required");
      for (JsonNode field : schema.get("properties")) {
        assertThat(field.propertyNames()).isSubsetOf("type", "description", "enum", "items");
      }
      assertThat(tool.get("description").stringValue()).hasSizeBetween(50, 600);
    }
  }

  @Test
  @DisplayName(
      "progress of a call that waits, growing, on its own stream and never after the answer")
  void progress() throws Exception {
    modern.call("job_start", gated());
    CompletableFuture<Optional<ObjectNode>> waits =
        CompletableFuture.supplyAsync(
            () ->
                modern.ask(
                    77,
                    "tools/call",
                    McpClient.json(
                        "{'name':'job_wait','arguments':{},'_meta':{'progressToken':'p'}}")),
            Thread::startVirtualThread);
    ObjectNode note = modern.note();
    assertThat(note.get("method").stringValue()).isEqualTo("notifications/progress");
    assertThat(note.get("params").get("progressToken").stringValue()).isEqualTo("p");
    ObjectNode next = modern.note();
    assertThat(next.get("params").get("progress").longValue())
        .isGreaterThan(note.get("params").get("progress").longValue());
    Files.writeString(gate, "\n");
    assertThat(waits.get(60, TimeUnit.SECONDS).orElseThrow().toString()).contains("opened");
    int told = modern.allNotes.size();
    modern.call("job_list", "{}");
    assertThat(modern.allNotes).hasSize(told);
  }

  @Test
  @DisplayName(
      "a call that is given up is not answered, its job goes on, and its result is not lost")
  void cancelled() throws Exception {
    modern.call("job_start", gated());
    CompletableFuture<Optional<ObjectNode>> waits =
        CompletableFuture.supplyAsync(
            () ->
                modern.ask(
                    78,
                    "tools/call",
                    McpClient.json(
                        "{'name':'job_wait','arguments':{},'_meta':{'progressToken':1}}")),
            Thread::startVirtualThread);
    var _ = modern.note();
    modern.notify("notifications/cancelled", "{'requestId':78}");
    assertThat(waits.get(60, TimeUnit.SECONDS)).isEmpty();
    Files.writeString(gate, "\n");
    agents.settled("bg_1");
    assertThat(modern.call("job_list", "{}").toString()).contains("opened");
  }

  @Test
  @DisplayName(
      "a task is its job: durable, its owner's, told by name, and its result comes one way only")
  void task() throws Exception {
    JsonNode started = tasks.call("job_start", gated());
    assertThat(started.get("resultType").stringValue()).isEqualTo("task");
    assertThat(started.get("status").stringValue()).isEqualTo("working");
    String get = "{'taskId':'" + started.get("taskId").stringValue() + "'}";
    assertThat(tasks.result("tasks/get", get).get("status").stringValue()).isEqualTo("working");
    assertThat(modern.error("tasks/get", get)).as("it declares no tasks").isEqualTo(-32021);
    McpClient other = McpClient.modern(server, caller("other", "o"), true);
    assertThat(other.error("tasks/get", get)).isEqualTo(-32602);
    assertThat(other.error("tasks/cancel", get)).isEqualTo(-32602);
    String forged = get.replace(".", ".A");
    assertThat(tasks.error("tasks/get", forged)).isEqualTo(-32602);

    McpClient later = McpClient.modern(server(), caller("agent", "later"), true);
    CompletableFuture<Optional<ObjectNode>> listens =
        CompletableFuture.supplyAsync(
            () ->
                later.ask(
                    5,
                    "subscriptions/listen",
                    McpClient.json(
                        "{'notifications':{'taskIds':["
                            + get.substring(get.indexOf(':') + 1, get.length() - 1)
                            + ",'unknown']}}")),
            Thread::startVirtualThread);
    ObjectNode acknowledged = later.note();
    assertThat(acknowledged.get("params").get("notifications").get("taskIds").size()).isEqualTo(1);
    assertThat(later.note().get("params").get("status").stringValue()).isEqualTo("working");
    Files.writeString(gate, "\n");
    ObjectNode done = later.note();
    while (done.get("params").get("status").stringValue().equals("working")) {
      done = later.note();
    }
    assertThat(done.get("params").get("status").stringValue()).isEqualTo("completed");
    assertThat(done.toString()).contains("opened");
    ObjectNode end = listens.get(60, TimeUnit.SECONDS).orElseThrow();
    assertThat(
            end.get("result").get("_meta").get("io.modelcontextprotocol/subscriptionId").intValue())
        .isEqualTo(5);

    JsonNode got = tasks.result("tasks/get", get);
    assertThat(got.get("result").get("resultType").stringValue()).isEqualTo("complete");
    assertThat(got.get("result").get("isError").booleanValue()).isFalse();
    assertThat(got.toString()).contains("opened");
    assertThat(tasks.call("job_list", "{}").get("structuredContent").has("mail")).isFalse();
    assertThat(modern.call("job_list", "{}").get("structuredContent").has("mail")).isFalse();
  }

  @Test
  @DisplayName("a task that is cancelled ends with its processes; what ends in time is no task")
  void taskCancelled() throws Exception {
    JsonNode started = tasks.call("job_start", "{'command':'sleep 1000','background_after':0}");
    String get = "{'taskId':'" + started.get("taskId").stringValue() + "'}";
    assertThat(tasks.result("tasks/cancel", get).get("resultType").stringValue())
        .isEqualTo("complete");
    agents.settled("bg_1");
    assertThat(tasks.result("tasks/get", get).get("status").stringValue()).isEqualTo("cancelled");
    assertThat(tasks.result("tasks/cancel", get).has("status")).as("again").isFalse();
    JsonNode soon = tasks.call("job_start", "{'command':'echo soon'}");
    assertThat(soon.get("resultType").stringValue()).isEqualTo("complete");
    assertThat(tasks.error("tasks/result", get)).isEqualTo(-32601);
  }

  @Test
  @DisplayName(
      "old tasks: a wait that is fetched later, gives its mail when it is, and can be cancelled")
  void oldTasks() throws Exception {
    legacy.call("job_start", gated());
    String call = "{'name':'job_wait','arguments':{'timeout_seconds':600},'task':{'ttl':60000}}";
    JsonNode task = legacy.result("tools/call", call).get("task");
    assertThat(task.get("status").stringValue()).isEqualTo("working");
    String get = "{'taskId':'" + task.get("taskId").stringValue() + "'}";
    assertThat(legacy.result("tasks/get", get).get("status").stringValue()).isEqualTo("working");
    assertThat(legacy.result("tasks/list", "{}").get("tasks").size()).isEqualTo(1);
    McpClient other = McpClient.legacy(server, caller("other", "o"));
    assertThat(other.error("tasks/get", get)).isEqualTo(-32602);
    assertThat(other.result("tasks/list", "{}").get("tasks").size()).isZero();
    CompletableFuture<JsonNode> result =
        CompletableFuture.supplyAsync(
            () -> legacy.ask(99, "tasks/result", McpClient.json(get)).orElseThrow(),
            Thread::startVirtualThread);
    Files.writeString(gate, "\n");
    JsonNode got = result.get(60, TimeUnit.SECONDS).get("result");
    assertThat(got.toString()).contains("opened");
    assertThat(
            got.get("_meta")
                .get("io.modelcontextprotocol/related-task")
                .get("taskId")
                .stringValue())
        .isEqualTo(task.get("taskId").stringValue());
    assertThat(legacy.error("tasks/cancel", get)).as("it is over").isEqualTo(-32602);
    assertThat(legacy.call("job_list", "{}").get("structuredContent").has("mail")).isFalse();

    legacy.call("job_start", "{'command':'sleep 1000','background_after':0}");
    String second =
        "{'taskId':'"
            + legacy.result("tools/call", call).get("task").get("taskId").stringValue()
            + "'}";
    assertThat(legacy.result("tasks/cancel", second).get("status").stringValue())
        .isEqualTo("cancelled");
    assertThat(legacy.error("tasks/result", second)).isEqualTo(-32602);
    assertThat(legacy.error("tools/call", "{'name':'job_list','task':{}}")).isEqualTo(-32601);
  }
}
