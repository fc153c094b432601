package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolProgress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells a client how its request goes on, if it wants to know. */
final class ProgressNotes implements ToolProgress {
  private final Outgoing out;
  private final JsonNode token;
  private long told = -1;

  ProgressNotes(Message message, Outgoing out) throws RpcException {
    this.out = out;
    JsonNode wanted = message.meta().get(Era.PROGRESS_TOKEN);
    if (wanted != null && !wanted.isString() && !wanted.isIntegralNumber()) {
      throw RpcException.malformed("progressToken must be a text or a whole number");
    }
    this.token = wanted == null ? JsonNodeFactory.instance.missingNode() : wanted;
  }

  @Override
  public void report(long seconds, String text) {
    if (token.isMissingNode() || seconds <= told) {
      McpServer.alive(out);
      return;
    }
    told = seconds; // it must grow
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    note.put("jsonrpc", "2.0").put("method", "notifications/progress");
    ObjectNode params = note.putObject("params");
    params.set(Era.PROGRESS_TOKEN, token);
    params.put("progress", seconds);
    if (!text.isEmpty()) {
      params.put("message", text);
    }
    McpServer.send(out, note);
  }
}
