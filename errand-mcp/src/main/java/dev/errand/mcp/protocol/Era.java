package dev.errand.mcp.protocol;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which of the two ways of speaking a message uses, and what both write the same way. */
final class Era {
  static final String VERSION_HEADER = "MCP-Protocol-Version";
  static final String SESSION_HEADER = "Mcp-Session-Id";
  static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  static final String SERVER = "io.modelcontextprotocol/serverInfo";
  static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";
  static final String TASKS = "io.modelcontextprotocol/tasks";
  static final String PROGRESS_TOKEN = "progressToken";

  private Era() {}

  /**
   * A message is of the new era if it says so itself, as all of them must; or if its header does,
   * so that it is told what it lacks. A handshake that says so asks for what is gone.
   */
  static boolean isModern(Message message, Incoming incoming) throws RpcException {
    if (message.method().equals("server/discover") || message.meta().has(VERSION)) {
      return true;
    }
    if (message.method().equals("initialize")) {
      return false;
    }
    Optional<String> header = incoming.headers().flatMap(it -> it.get(VERSION_HEADER));
    return header.filter(Versions.MODERN::equals).isPresent();
  }

  /** The version that a message says it is of. */
  static String version(Message message) throws RpcException {
    JsonNode version = message.meta().get(VERSION);
    if (version == null || !version.isString()) {
      throw RpcException.malformed("_meta must have " + VERSION);
    }
    return version.stringValue();
  }
}
