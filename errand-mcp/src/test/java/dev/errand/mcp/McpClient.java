package dev.errand.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mcp.protocol.Answered;
import dev.errand.mcp.protocol.Incoming;
import dev.errand.mcp.protocol.McpServer;
import dev.errand.mcp.protocol.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of one server, without a transport. */
final class McpClient {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long NET_SECONDS = 60;

  private final McpServer server;
  private final ToolCall caller;
  private final Optional<String> version;
  private final boolean tasks;
  private final BlockingQueue<ObjectNode> notes = new LinkedBlockingQueue<>();
  final List<ObjectNode> allNotes = new CopyOnWriteArrayList<>();
  private int id;

  private McpClient(McpServer server, ToolCall caller, Optional<String> version, boolean tasks) {
    this.server = server;
    this.caller = caller;
    this.version = version;
    this.tasks = tasks;
  }

  static McpClient legacy(McpServer server, ToolCall caller) {
    return new McpClient(server, caller, Optional.empty(), false);
  }

  static McpClient modern(McpServer server, ToolCall caller, boolean tasks) {
    return new McpClient(server, caller, Optional.of("2026-07-28"), tasks);
  }

  /** The same with other words for its version. */
  McpClient saying(String other) {
    return new McpClient(server, caller, Optional.of(other), tasks);
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  private ObjectNode message(String method, ObjectNode params) {
    version.ifPresent(it -> {
      ObjectNode meta =
          params.get("_meta") instanceof ObjectNode there ? there : params.putObject("_meta");
      meta.put("io.modelcontextprotocol/protocolVersion", it);
      ObjectNode capabilities = meta.putObject("io.modelcontextprotocol/clientCapabilities");
      if (tasks) {
        capabilities.putObject("extensions").putObject("io.modelcontextprotocol/tasks");
      }
    });
    ObjectNode message = JSON.createObjectNode();
    message.put("jsonrpc", "2.0").put("method", method).set("params", params);
    return message;
  }

  private Answered send(ObjectNode message) {
    return server.handle(
        message.toString().getBytes(StandardCharsets.UTF_8),
        new Incoming(caller, Optional.empty()),
        new Outgoing() {
          @Override
          public void send(ObjectNode note) {
            notes.add(note);
            allNotes.add(note);
          }

          @Override
          public void alive() {
            // nothing to keep
          }
        });
  }

  /** Asks with an id of its own, and answers what there is, if anything. */
  Optional<ObjectNode> ask(int number, String method, ObjectNode params) {
    return send(message(method, params).put("id", number)).body();
  }

  /** The result of a request, which must have one. */
  JsonNode result(String method, String params) {
    ObjectNode answer = ask(++id, method, json(params)).orElseThrow();
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
    assertThat(answer.get("id").intValue()).isEqualTo(id);
    return answer.get("result");
  }

  JsonNode call(String tool, String arguments) {
    return result("tools/call", "{'name':'" + tool + "','arguments':" + arguments + "}");
  }

  /** The code of the error of a request, which must have one. */
  int error(String method, String params) {
    ObjectNode answer = ask(++id, method, json(params)).orElseThrow();
    assertThat(answer.has("result")).as(answer.toString()).isFalse();
    return answer.get("error").get("code").intValue();
  }

  void notify(String method, String params) {
    assertThat(send(message(method, json(params))).body()).isEmpty();
  }

  /** The next notification. */
  ObjectNode note() throws InterruptedException {
    ObjectNode note = notes.poll(NET_SECONDS, TimeUnit.SECONDS);
    assertThat(note).as("a notification").isNotNull();
    return note;
  }
}
