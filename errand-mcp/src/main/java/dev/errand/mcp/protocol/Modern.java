package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import dev.errand.mcp.protocol.ServerTool.Outcome;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Revision 2026-07-28: no handshake; each request says its version and what its client can do. */
final class Modern {
  private static final String DISCOVER = "server/discover";
  private static final String LIST = "tools/list";
  private static final String CALL = "tools/call";
  private static final String GET = "tasks/get";
  private static final String UPDATE = "tasks/update";
  private static final String CANCEL = "tasks/cancel";
  private static final String LISTEN = "subscriptions/listen";
  private static final Set<String> METHODS =
      Set.of(DISCOVER, LIST, CALL, GET, UPDATE, CANCEL, LISTEN);

  /** The list of tools changes with the version of the program only. */
  private static final int LIST_LASTS_MILLIS = 3_600_000;

  private final Identity identity;
  private final ToolSet tools;
  private final TaskSource tasks;
  private final McpServer.Heard heard;

  Modern(Identity identity, ToolSet tools, TaskSource tasks, McpServer.Heard heard) {
    this.identity = identity;
    this.tools = tools;
    this.tasks = tasks;
    this.heard = heard;
  }

  Answered answer(Message message, Incoming incoming, Outgoing out, ObjectNode answer)
      throws RpcException, InterruptedException {
    // In this order: a client that probes for methods sends no headers for them.
    if (!METHODS.contains(message.method())) {
      throw RpcException.noSuchMethod(message.method());
    }
    String version = Era.version(message);
    if (incoming.headers().isPresent()) {
      HeaderRules.check(message, version, incoming.headers().get());
    }
    if (!version.equals(Versions.MODERN)) {
      throw RpcException.unsupportedVersion(version);
    }
    JsonNode capabilities = message.meta().get(Era.CAPABILITIES);
    if (capabilities == null || !capabilities.isObject()) {
      throw RpcException.malformed("_meta must have " + Era.CAPABILITIES);
    }
    boolean takesTasks = capabilities.path("extensions").has(Era.TASKS);
    ToolCall caller = incoming.caller();
    if (message.method().equals(CALL)) {
      return call(message, caller, capabilities, takesTasks, out, answer);
    }
    if (Set.of(GET, UPDATE, CANCEL).contains(message.method()) && !takesTasks) {
      throw RpcException.missingCapability(tasksCapability());
    }
    if (!message.method().equals(GET)) {
      heard.from(caller); // a task that is shown is a call of its own
    }
    ObjectNode result =
        switch (message.method()) {
          case DISCOVER -> discover();
          case LIST -> list();
          case GET -> complete(task(message, caller).detailed());
          case UPDATE -> update(message, caller);
          case CANCEL -> cancel(message, caller);
          default ->
              new Listening(tasks, message, caller, takesTasks, out)
                  .run(JsonNodeFactory.instance.objectNode());
        };
    answer.set("result", signed(complete(result)));
    return Answered.of(200, answer);
  }

  static ObjectNode tasksCapability() {
    ObjectNode required = JsonNodeFactory.instance.objectNode();
    required.putObject("extensions").putObject(Era.TASKS);
    return required;
  }

  private static ObjectNode complete(ObjectNode result) {
    return result.put("resultType", "complete");
  }

  private ObjectNode signed(ObjectNode result) {
    ObjectNode meta =
        result.get("_meta") instanceof ObjectNode there ? there : result.putObject("_meta");
    meta.set(Era.SERVER, identity.info());
    return result;
  }

  private static void cacheable(ObjectNode result) {
    result.put("ttlMs", LIST_LASTS_MILLIS);
    result.put("cacheScope", "public");
  }

  private ObjectNode discover() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    Versions.SUPPORTED.forEach(result.putArray("supportedVersions")::add);
    ObjectNode capabilities = result.putObject("capabilities");
    capabilities.putObject("tools");
    capabilities.putObject("extensions").putObject(Era.TASKS);
    result.put("instructions", identity.instructions());
    cacheable(result);
    return result;
  }

  private ObjectNode list() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    tools.all().forEach(tool -> result.withArray("tools").add(tool.description()));
    cacheable(result);
    return result;
  }

  private Answered call(
      Message message,
      ToolCall caller,
      JsonNode capabilities,
      boolean takesTasks,
      Outgoing out,
      ObjectNode answer)
      throws RpcException, InterruptedException {
    ServerTool tool = tools.of(message);
    JsonNode arguments = ToolSet.arguments(message);
    Outcome outcome =
        tool.call(
            new ServerTool.Call(
                arguments,
                caller.progress(new ProgressNotes(message, out)),
                takesTasks,
                message.params(),
                capabilities));
    return switch (outcome) {
      case Outcome.Done(ObjectNode result, Outcome.Receipt receipt) -> {
        answer.set("result", signed(complete(result)));
        yield Answered.of(200, answer).withReceipt(receipt);
      }
      case Outcome.Started(TaskView task) -> {
        if (!takesTasks) {
          throw RpcException.missingCapability(tasksCapability());
        }
        answer.set("result", signed(task.seed().put("resultType", "task")));
        yield Answered.of(200, answer);
      }
      case Outcome.NeedsInput(ObjectNode result) -> {
        answer.set("result", signed(result.put("resultType", "input_required")));
        yield Answered.of(200, answer);
      }
    };
  }

  // ---- tasks

  private TaskView task(Message message, ToolCall caller)
      throws RpcException, InterruptedException {
    return tasks
        .get(message.required("taskId"), caller, true)
        .orElseThrow(() -> RpcException.invalidParams("there is no such task"));
  }

  private ObjectNode update(Message message, ToolCall caller) throws RpcException {
    JsonNode responses = message.params().get("inputResponses");
    if (responses == null || !responses.isObject()) {
      throw RpcException.invalidParams("inputResponses must be an object");
    }
    return acknowledged(tasks.update(message.required("taskId"), caller, responses));
  }

  private ObjectNode cancel(Message message, ToolCall caller) throws RpcException {
    return acknowledged(tasks.cancel(message.required("taskId"), caller));
  }

  private static ObjectNode acknowledged(boolean known) throws RpcException {
    if (!known) {
      throw RpcException.invalidParams("there is no such task");
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
