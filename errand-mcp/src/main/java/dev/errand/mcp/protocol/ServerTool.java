package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tool as the protocol sees it. Thread-safe. */
public interface ServerTool {
  /** Its name. */
  String name();

  /**
   * As {@code tools/list} shows it: name, title, description, inputSchema, annotations. A copy that
   * the caller may change.
   */
  ObjectNode description();

  /** Whether a client of the old era may run it as a task. */
  default boolean oldTasks() {
    return false;
  }

  /**
   * Runs it.
   *
   * @throws RpcException if that is no matter of the tool
   * @throws InterruptedException if the client gives up
   */
  Outcome call(Call call) throws RpcException, InterruptedException;

  /**
   * A call.
   *
   * @param arguments an object
   * @param caller who calls, from where
   * @param takesTasks whether a task may be answered
   * @param params all parameters, for {@code inputResponses} and {@code requestState}
   * @param capabilities of the client
   */
  record Call(
      JsonNode arguments,
      ToolCall caller,
      boolean takesTasks,
      JsonNode params,
      JsonNode capabilities) {}

  /** What comes of a call. */
  sealed interface Outcome {
    /** Hears that the answer was or was not handed over; most have nothing to hear. */
    interface Receipt {
      /** Nothing to hear. */
      Receipt NONE = new Receipt() {};

      /** It was shown, after {@link ToolCall.Showing#LATER}. */
      default void handedOver() {}

      /** It could not be shown. */
      default void lost() {}
    }

    /** A {@code CallToolResult}: content, structuredContent, isError. */
    record Done(ObjectNode result, Receipt receipt) implements Outcome {}

    /** It goes on as a task. */
    record Started(TaskView task) implements Outcome {}

    /** An {@code InputRequiredResult}, and the client asks again with the input. */
    record NeedsInput(ObjectNode result) implements Outcome {}
  }
}
