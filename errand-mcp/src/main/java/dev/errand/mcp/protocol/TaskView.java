package dev.errand.mcp.protocol;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task of the extension {@code io.modelcontextprotocol/tasks} at one moment.
 *
 * @param taskId a name that cannot be guessed
 * @param status where it stands
 * @param message what there is to say to that; may be empty
 * @param createdAt when it began
 * @param updatedAt when it last changed
 * @param payload what belongs to the status: result, error or inputRequests
 */
public record TaskView(
    String taskId,
    Status status,
    String message,
    Instant createdAt,
    Instant updatedAt,
    Optional<ObjectNode> payload) {
  /** How often a client does well to ask. */
  private static final int POLL_MILLIS = 2_000;

  /** What a task can be. */
  public enum Status {
    /** It goes on. */
    WORKING("working", ""),
    /** Somebody must answer something first. */
    INPUT_REQUIRED("input_required", "inputRequests"),
    /** There is a result, which may say that the tool failed. */
    COMPLETED("completed", "result"),
    /** There is an error of the protocol. */
    FAILED("failed", "error"),
    /** It was cancelled. */
    CANCELLED("cancelled", "");

    private final String word;
    private final String field;

    Status(String word, String field) {
      this.word = word;
      this.field = field;
    }

    /** Whether it is over. */
    public boolean isFinal() {
      return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /** As the protocol writes it. */
    public String word() {
      return word;
    }
  }

  /** Without its payload, as it is answered first. */
  ObjectNode seed() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("taskId", taskId);
    json.put("status", status.word);
    if (!message.isEmpty()) {
      json.put("statusMessage", message);
    }
    json.put("createdAt", createdAt.truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("lastUpdatedAt", updatedAt.truncatedTo(ChronoUnit.MILLIS).toString());
    json.putNull("ttlMs");
    json.put("pollIntervalMs", POLL_MILLIS);
    return json;
  }

  /** All of it. */
  ObjectNode detailed() {
    ObjectNode json = seed();
    payload.ifPresent(it -> json.set(status.field, it));
    return json;
  }
}
