package dev.errand.mcp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What HTTP headers must repeat of a message, so that a proxy that looks at them sees what we do.
 */
final class HeaderRules {
  private static final String METHOD = "Mcp-Method";
  private static final String NAME = "Mcp-Name";
  private static final String BASE64 = "=?base64?";
  private static final String END = "?=";

  private static final Map<String, String> NAMED =
      Map.of(
          "tools/call", "name",
          "tasks/get", "taskId",
          "tasks/update", "taskId",
          "tasks/cancel", "taskId");

  private HeaderRules() {}

  static void check(Message message, String version, Incoming.Headers headers) throws RpcException {
    same(Era.VERSION_HEADER, headers, version);
    same(METHOD, headers, message.method());
    String field = NAMED.get(message.method());
    if (field == null) {
      return;
    }
    JsonNode name = message.params().get(field);
    if (name == null || !name.isString()) {
      throw RpcException.invalidParams(field + " must be a text");
    }
    String header =
        headers.get(NAME).orElseThrow(() -> RpcException.headerMismatch(NAME + " is missing"));
    if (!decoded(header).equals(name.stringValue())) {
      throw RpcException.headerMismatch(NAME + " does not match params." + field);
    }
  }

  private static void same(String name, Incoming.Headers headers, String expected)
      throws RpcException {
    Optional<String> header = headers.get(name);
    if (header.isEmpty()) {
      throw RpcException.headerMismatch(name + " is missing");
    }
    if (!header.get().strip().equals(expected)) {
      throw RpcException.headerMismatch(name + " does not match the message");
    }
  }

  private static String decoded(String header) throws RpcException {
    String value = header.strip();
    if (!value.startsWith(BASE64) || !value.endsWith(END)) {
      return value;
    }
    if (value.length() < BASE64.length() + END.length()) {
      throw RpcException.headerMismatch(NAME + " is no Base64");
    }
    try {
      byte[] bytes =
          Base64.getDecoder()
              .decode(value.substring(BASE64.length(), value.length() - END.length()));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrong) {
      throw RpcException.headerMismatch(NAME + " is no Base64");
    }
  }
}
