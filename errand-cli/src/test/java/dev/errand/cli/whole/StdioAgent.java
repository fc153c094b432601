package dev.errand.cli.whole;

import dev.errand.daemon.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An agent without a model: a client of {@code errand mcp}, which can be killed at any moment. */
final class StdioAgent implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long NET_SECONDS = 120;

  private final Process bridge;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

  /** The bridge was killed before it answered. */
  static final class Killed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  StdioAgent(DaemonHome home, String owner) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(home.command("mcp", "--owner", owner));
    builder.environment().put("ERRAND_HOME", home.root().toString());
    builder.environment().remove("ERRAND_OWNER");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    bridge = builder.start();
    BufferedReader answers = bridge.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> read(answers));
    send(
        "initialize",
        JSON.createObjectNode()
            .put("protocolVersion", "2025-06-18")
            .<ObjectNode>set("capabilities", JSON.createObjectNode()));
  }

  private void read(BufferedReader answers) {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        JsonNode answer = Json.tree(line);
        CompletableFuture<JsonNode> waits = asked.remove(answer.get("id").intValue());
        if (waits == null) {
          throw new AssertionError("answered twice: " + line);
        }
        waits.complete(answer);
      }
    } catch (IOException gone) {
      // as below
    }
    asked.values().forEach(it -> it.completeExceptionally(new Killed()));
  }

  private CompletableFuture<JsonNode> send(String method, ObjectNode params) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode message = JSON.createObjectNode();
    message.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
    try {
      bridge.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
      bridge.getOutputStream().flush();
    } catch (IOException gone) {
      answer.completeExceptionally(new Killed());
    }
    if (!bridge.isAlive()) {
      answer.completeExceptionally(new Killed());
    }
    return answer;
  }

  /** A call of a tool. */
  record Call(String tool, ObjectNode arguments) {}

  /** Calls a tool and does not wait for the answer. */
  CompletableFuture<JsonNode> fire(Call call) {
    ObjectNode params = JSON.createObjectNode().put("name", call.tool());
    params.set("arguments", call.arguments());
    return send("tools/call", params);
  }

  /** Asks in the words of revision 2026-07-28, as a client that takes tasks; the result. */
  JsonNode modern(String method, ObjectNode params) throws Killed {
    ObjectNode meta = params.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    meta.putObject("io.modelcontextprotocol/clientCapabilities")
        .putObject("extensions")
        .putObject("io.modelcontextprotocol/tasks");
    return result(method, send(method, params));
  }

  private static JsonNode result(String what, CompletableFuture<JsonNode> asked) throws Killed {
    try {
      JsonNode answer = asked.get(NET_SECONDS, TimeUnit.SECONDS);
      if (!answer.has("result")) {
        throw new AssertionError(what + " failed: " + answer);
      }
      return answer.get("result");
    } catch (ExecutionException killed) {
      throw new Killed();
    } catch (InterruptedException | TimeoutException late) {
      throw new AssertionError(what + " was not answered", late);
    }
  }

  /** Calls a tool; the structured content of its answer. */
  JsonNode call(Call call) throws Killed {
    JsonNode result = result(call.tool(), fire(call));
    if (result.get("isError").booleanValue()) {
      throw new AssertionError(call.tool() + " failed: " + result);
    }
    return result.get("structuredContent");
  }

  static ObjectNode arguments() {
    return JSON.createObjectNode();
  }

  /** With no time to say anything. */
  void kill() throws InterruptedException {
    bridge.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    bridge.getOutputStream().close();
    bridge.waitFor();
  }
}
