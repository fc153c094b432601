package dev.errand.clients;

import dev.errand.mcp.protocol.RpcException;
import dev.errand.mcp.protocol.ServerTool;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tool of the fixture, which does what the conformance suite wants of one of this name. */
record FixtureTool(String name, String schema, Body body) implements ServerTool {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  static final String NOTHING = "{\"type\":\"object\",\"properties\":{}}";

  @FunctionalInterface
  interface Body {
    Outcome call(Call call) throws RpcException, InterruptedException;
  }

  @Override
  public ObjectNode description() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("description", "For tests: " + name);
    json.set("inputSchema", JSON.readTree(schema));
    return json;
  }

  @Override
  public Outcome call(Call call) throws RpcException, InterruptedException {
    return body.call(call);
  }

  static Outcome.Done text(String text, boolean failed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("content").addObject().put("type", "text").put("text", text);
    json.put("isError", failed);
    return new Outcome.Done(json, Outcome.Receipt.NONE);
  }

  static ObjectNode tasksCapability() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("extensions").putObject("io.modelcontextprotocol/tasks");
    return json;
  }
}
