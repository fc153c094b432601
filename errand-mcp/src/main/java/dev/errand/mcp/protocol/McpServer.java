package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server of the Model Context Protocol for clients of both eras. Takes one message at a time and
 * answers it, whatever transport has brought it. Thread-safe; what waits blocks its thread.
 */
public final class McpServer {
  private static final Logger LOG = System.getLogger("dev.errand.mcp");

  private final Modern modern;
  private final Legacy legacy;
  private final InFlight inFlight = new InFlight();

  /**
   * A server of these tools.
   *
   * @param heard is told of each request that is no call of a tool
   */
  public McpServer(Identity identity, ToolSet tools, TaskSource tasks, Heard heard) {
    this.modern = new Modern(identity, tools, tasks, heard);
    this.legacy = new Legacy(identity, tools, heard);
  }

  /** Hears of requests. */
  @FunctionalInterface
  public interface Heard {
    /** One has come, so that what was answered before has arrived. */
    void from(ToolCall caller);
  }

  /**
   * Answers a message.
   *
   * @param body the message
   * @param out for what belongs to it while it goes on
   */
  public Answered handle(byte[] body, Incoming incoming, Outgoing out) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("jsonrpc", "2.0");
    try {
      JsonNode json = Message.json(body);
      JsonNode id = Message.idOf(json);
      if (id != null) {
        answer.set("id", id);
      }
      return handle(Message.of(json), incoming, out, answer);
    } catch (RpcException failed) {
      if (!answer.has("id")) {
        answer.putNull("id");
      }
      answer.set("error", failed.json());
      return Answered.of(failed.status(), answer);
    }
  }

  private Answered handle(Message message, Incoming incoming, Outgoing out, ObjectNode answer)
      throws RpcException {
    boolean isModern = Era.isModern(message, incoming);
    ToolCall caller = incoming.caller();
    if (message.isResponse()) {
      if (isModern) {
        throw RpcException.invalidRequest("this server asks nothing, so it takes no responses");
      }
      return Answered.accepted();
    }
    if (message.isNotification()) {
      notified(message, caller);
      return Answered.accepted();
    }
    try (InFlight.Request request = begin(message, isModern, incoming)) {
      try {
        return isModern
            ? modern.answer(message, incoming, out, answer)
            : legacy.answer(message, incoming, out, answer);
      } catch (InterruptedException | UncheckedIOException gaveUp) {
        if (request.isCancelled() || gaveUp instanceof UncheckedIOException) {
          return Answered.accepted(); // and nobody wants an answer any more
        }
        Thread.currentThread().interrupt();
        throw RpcException.internal("the server is stopping");
      }
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "A request failed", bug);
      throw RpcException.internal("see the log of the daemon");
    }
  }

  /** Over HTTP an id names a request only within a session of the old era. */
  private InFlight.Request begin(Message message, boolean isModern, Incoming incoming)
      throws RpcException {
    ToolCall caller = incoming.caller();
    boolean named =
        incoming
            .headers()
            .map(it -> !isModern && it.get(Era.SESSION_HEADER).isPresent())
            .orElse(true);
    return named
        ? inFlight.begin(caller.owner(), caller.session(), message.id().orElseThrow())
        : inFlight.beginUnnamed();
  }

  private void notified(Message message, ToolCall caller) {
    JsonNode id = message.params().get("requestId");
    if (message.method().equals("notifications/cancelled") && id != null) {
      inFlight.cancel(caller.owner(), caller.session(), id);
    }
  }

  /** The session of this id, if a handshake here has made it and nobody has ended it. */
  public Optional<String> session(String id) {
    return legacy.session(id);
  }

  /** Ends a session that a handshake has made; false if there is none. */
  public boolean endSession(String id) {
    return legacy.endSession(id);
  }

  /** Sends a notification, or finds out that nobody is there. */
  static void send(Outgoing out, ObjectNode notification) {
    try {
      out.send(notification);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  static void alive(Outgoing out) {
    try {
      out.alive();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
