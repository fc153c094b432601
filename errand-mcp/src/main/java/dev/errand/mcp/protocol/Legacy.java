package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import dev.errand.mcp.protocol.ServerTool.Outcome;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revisions up to 2025-11-25: a handshake first, and tasks when the client asks for them. Errors of
 * methods come with HTTP status 200.
 */
final class Legacy {
  private final Identity identity;
  private final ToolSet tools;
  private final McpServer.Heard heard;
  private final OldTasks tasks = new OldTasks();
  private final HandshakeSessions sessions = new HandshakeSessions();

  Legacy(Identity identity, ToolSet tools, McpServer.Heard heard) {
    this.identity = identity;
    this.tools = tools;
    this.heard = heard;
  }

  Optional<String> session(String id) {
    return sessions.find(id);
  }

  boolean endSession(String id) {
    return sessions.end(id);
  }

  Answered answer(Message message, Incoming incoming, Outgoing out, ObjectNode answer)
      throws RpcException, InterruptedException {
    if (message.method().equals("initialize")) {
      answer.set("result", initialize(message));
      return Answered.of(200, answer).withSession(sessions.begin());
    }
    checkVersion(incoming);
    try {
      return dispatch(message, incoming.caller(), out, answer);
    } catch (RpcException failed) {
      answer.set("error", failed.json());
      return Answered.of(200, answer);
    }
  }

  private static void checkVersion(Incoming incoming) throws RpcException {
    Optional<String> version = incoming.headers().flatMap(it -> it.get(Era.VERSION_HEADER));
    if (version.isPresent() && !Versions.isLegacy(version.get().strip())) {
      throw RpcException.invalidRequest(
          Era.VERSION_HEADER + " must be one of " + String.join(", ", Versions.LEGACY));
    }
  }

  private Answered dispatch(Message message, ToolCall caller, Outgoing out, ObjectNode answer)
      throws RpcException, InterruptedException {
    if (message.method().equals("tools/call")) {
      return call(message, caller, out, answer);
    }
    if (message.method().equals("tasks/result")) {
      OldTasks.Result result = tasks.result(message.required("taskId"), caller, out);
      answer.set("result", result.json());
      return Answered.of(200, answer).withReceipt(result.receipt());
    }
    heard.from(caller);
    answer.set("result", result(message, caller));
    return Answered.of(200, answer);
  }

  private ObjectNode result(Message message, ToolCall caller) throws RpcException {
    return switch (message.method()) {
      case "ping" -> JsonNodeFactory.instance.objectNode();
      case "tools/list" -> list();
      case "tasks/get" -> tasks.get(message.required("taskId"), caller);
      case "tasks/cancel" -> tasks.cancel(message.required("taskId"), caller);
      case "tasks/list" -> tasks.list(caller);
      default -> throw RpcException.noSuchMethod(message.method());
    };
  }

  private ObjectNode initialize(Message message) throws RpcException {
    String wanted = message.required("protocolVersion");
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("protocolVersion", Versions.isLegacy(wanted) ? wanted : Versions.NEWEST_LEGACY);
    ObjectNode capabilities = result.putObject("capabilities");
    capabilities.putObject("tools");
    if (tools.haveOldTasks()) {
      ObjectNode old = capabilities.putObject("tasks");
      old.putObject("list");
      old.putObject("cancel");
      old.putObject("requests").putObject("tools").putObject("call");
    }
    result.set("serverInfo", identity.info());
    result.put("instructions", identity.instructions());
    return result;
  }

  private ObjectNode list() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (ServerTool tool : tools.all()) {
      ObjectNode description = tool.description();
      if (tool.oldTasks()) {
        description.putObject("execution").put("taskSupport", "optional");
      }
      result.withArray("tools").add(description);
    }
    return result;
  }

  private Answered call(Message message, ToolCall caller, Outgoing out, ObjectNode answer)
      throws RpcException, InterruptedException {
    ServerTool tool = tools.of(message);
    JsonNode arguments = ToolSet.arguments(message);
    JsonNode task = message.params().get("task");
    if (task != null) {
      if (!task.isObject()) {
        throw RpcException.invalidParams("task must be an object");
      }
      if (!tool.oldTasks()) {
        throw RpcException.noSuchMethod("tools/call of " + tool.name() + " as a task");
      }
      answer.set("result", tasks.begin(tool, arguments, message.params(), caller));
      return Answered.of(200, answer);
    }
    Outcome outcome =
        tool.call(
            new ServerTool.Call(
                arguments,
                caller.progress(new ProgressNotes(message, out)),
                false,
                message.params(),
                JsonNodeFactory.instance.objectNode()));
    if (outcome instanceof Outcome.Done(ObjectNode result, Outcome.Receipt receipt)) {
      answer.set("result", result);
      return Answered.of(200, answer).withReceipt(receipt);
    }
    throw RpcException.internal("this tool needs a client of revision " + Versions.MODERN);
  }
}
