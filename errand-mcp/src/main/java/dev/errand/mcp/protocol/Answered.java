package dev.errand.mcp.protocol;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of a message.
 *
 * @param status of HTTP
 * @param body the answer; empty for what is not answered
 * @param session of a handshake that has made one
 * @param receipt to be told if the answer cannot be handed over
 */
public record Answered(
    int status,
    Optional<ObjectNode> body,
    Optional<String> session,
    ServerTool.Outcome.Receipt receipt) {

  static Answered accepted() {
    return new Answered(202, Optional.empty(), Optional.empty(), ServerTool.Outcome.Receipt.NONE);
  }

  static Answered of(int status, ObjectNode body) {
    return new Answered(
        status, Optional.of(body), Optional.empty(), ServerTool.Outcome.Receipt.NONE);
  }

  Answered withSession(String id) {
    return new Answered(status, body, Optional.of(id), receipt);
  }

  Answered withReceipt(ServerTool.Outcome.Receipt other) {
    return new Answered(status, body, session, other);
  }
}
