package dev.errand.mcp.protocol;

import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An error of JSON-RPC, with the code and the HTTP status that the protocol wants. */
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;
  static final int HEADER_MISMATCH = -32020;
  static final int MISSING_CAPABILITY = -32021;
  static final int UNSUPPORTED_VERSION = -32022;

  private final int code;
  private final int status;
  private final transient Optional<ObjectNode> data;

  private RpcException(int code, int status, String message, Optional<ObjectNode> data) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.data = data;
  }

  private static RpcException of(int code, int status, String message) {
    return new RpcException(code, status, message, Optional.empty());
  }

  static RpcException notJson(String why) {
    return of(PARSE_ERROR, 400, "Parse error: " + why);
  }

  static RpcException invalidRequest(String why) {
    return of(INVALID_REQUEST, 400, "Invalid request: " + why);
  }

  static RpcException noSuchMethod(String method) {
    return of(METHOD_NOT_FOUND, 404, "Method not found: " + method);
  }

  /** The parameters of a method are wrong. */
  public static RpcException invalidParams(String why) {
    return of(INVALID_PARAMS, 200, "Invalid params: " + why);
  }

  /** What the protocol itself wants in each request is missing or wrong. */
  static RpcException malformed(String why) {
    return of(INVALID_PARAMS, 400, "Invalid params: " + why);
  }

  /** It was all right, and failed here. */
  public static RpcException internal(String why) {
    return of(INTERNAL_ERROR, 200, "Internal error: " + why);
  }

  static RpcException headerMismatch(String why) {
    return of(HEADER_MISMATCH, 400, "Header mismatch: " + why);
  }

  /** The client lacks what this needs. */
  public static RpcException missingCapability(ObjectNode required) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("requiredCapabilities", required);
    return new RpcException(
        MISSING_CAPABILITY, 400, "Missing required client capability", Optional.of(data));
  }

  static RpcException unsupportedVersion(String requested) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    Versions.SUPPORTED.forEach(data.putArray("supported")::add);
    data.put("requested", requested);
    return new RpcException(
        UNSUPPORTED_VERSION, 400, "Unsupported protocol version", Optional.of(data));
  }

  int status() {
    return status;
  }

  /** The error object of an answer. */
  ObjectNode json() {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", code);
    error.put("message", getMessage());
    data.ifPresent(it -> error.set("data", it));
    return error;
  }
}
