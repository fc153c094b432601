package dev.errand.mcp.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message from a client: a request, a notification (no id), or a response (no method).
 *
 * @param id as it was sent; absent for a notification
 * @param method empty for a response
 * @param params an object, empty if there were none
 */
record Message(Optional<JsonNode> id, String method, ObjectNode params) {
  private static final int DEEPEST = 200;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 10_000;
  private static final int LONGEST_ID = 1_000;
  private static final int LONGEST_METHOD = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_NAME)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads any JSON. */
  static JsonNode json(byte[] text) throws RpcException {
    try {
      JsonNode json = JSON.readTree(text);
      if (json == null || json.isMissingNode()) {
        throw RpcException.notJson("there is nothing");
      }
      return json;
    } catch (JacksonException wrong) {
      throw RpcException.notJson(shortened(wrong.getOriginalMessage()));
    }
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }

  /** The id that an answer to this carries, even if the rest is wrong. */
  static @Nullable JsonNode idOf(JsonNode json) {
    JsonNode id = json.isObject() ? json.get("id") : null;
    return id != null && isId(id) ? id : null;
  }

  private static boolean isId(JsonNode id) {
    return id.isString() ? id.stringValue().length() <= LONGEST_ID : id.isIntegralNumber();
  }

  /** Reads a message. */
  static Message of(JsonNode json) throws RpcException {
    if (!json.isObject()) {
      throw RpcException.invalidRequest("a message must be one JSON object; there are no batches");
    }
    JsonNode version = json.get("jsonrpc");
    if (version == null || !version.isString() || !version.stringValue().equals("2.0")) {
      throw RpcException.invalidRequest("jsonrpc must be \"2.0\"");
    }
    JsonNode id = json.get("id");
    if (id != null && !isId(id)) {
      throw RpcException.invalidRequest(
          "id must be a text of at most " + LONGEST_ID + " characters, or a whole number");
    }
    JsonNode method = json.get("method");
    if (method == null) {
      if (id != null && (json.has("result") || json.has("error"))) {
        return new Message(Optional.of(id), "", JsonNodeFactory.instance.objectNode());
      }
      throw RpcException.invalidRequest("method is missing");
    }
    if (!method.isString()
        || method.stringValue().isEmpty()
        || method.stringValue().length() > LONGEST_METHOD) {
      throw RpcException.invalidRequest(
          "method must be a text of 1 to " + LONGEST_METHOD + " characters");
    }
    JsonNode params = json.get("params");
    if (params != null && !params.isObject()) {
      throw RpcException.malformed("params must be an object");
    }
    return new Message(
        Optional.ofNullable(id),
        method.stringValue(),
        params instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }

  boolean isNotification() {
    return id.isEmpty();
  }

  boolean isResponse() {
    return method.isEmpty();
  }

  /** What the message says about itself; empty if it says nothing. */
  ObjectNode meta() throws RpcException {
    JsonNode meta = params.get("_meta");
    if (meta == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (meta instanceof ObjectNode object) {
      return object;
    }
    throw RpcException.malformed("_meta must be an object");
  }

  /** A parameter that must be a text. */
  String required(String name) throws RpcException {
    JsonNode value = params.get(name);
    if (value == null || !value.isString()) {
      throw RpcException.invalidParams(name + " must be a text");
    }
    return value.stringValue();
  }
}
