package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where the tasks of the extension are. A foreign task is an unknown one. Thread-safe. */
public interface TaskSource {
  /**
   * The task as it is now; empty if the caller has none of this id.
   *
   * @param shown whether the caller is shown this, and not only told that it changes
   */
  Optional<TaskView> get(String taskId, ToolCall caller, boolean shown) throws InterruptedException;

  /** Takes answers to what it asked; false if there is no such task. */
  boolean update(String taskId, ToolCall caller, JsonNode responses);

  /** Cancels it; false if there is no such task. */
  boolean cancel(String taskId, ToolCall caller);

  /** Calls this whenever any task may have changed, until it is closed. */
  AutoCloseable onChange(Runnable listener);
}
