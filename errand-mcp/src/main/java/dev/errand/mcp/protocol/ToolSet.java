package dev.errand.mcp.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The tools of a server, in an order that stays. */
public final class ToolSet {
  private final Map<String, ServerTool> byName = new LinkedHashMap<>();

  /** These. */
  public ToolSet(List<? extends ServerTool> tools) {
    tools.forEach(tool -> byName.put(tool.name(), tool));
  }

  List<ServerTool> all() {
    return List.copyOf(byName.values());
  }

  boolean haveOldTasks() {
    return byName.values().stream().anyMatch(ServerTool::oldTasks);
  }

  /** The tool that a call names. */
  ServerTool of(Message message) throws RpcException {
    String name = message.required("name");
    ServerTool tool = byName.get(name);
    if (tool == null) {
      throw RpcException.invalidParams(
          "there is no such tool; there are " + String.join(", ", byName.keySet()));
    }
    return tool;
  }

  /** The arguments of a call. */
  static JsonNode arguments(Message message) throws RpcException {
    JsonNode arguments = message.params().get("arguments");
    if (arguments == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!arguments.isObject()) {
      throw RpcException.invalidParams("arguments must be an object");
    }
    return arguments;
  }
}
