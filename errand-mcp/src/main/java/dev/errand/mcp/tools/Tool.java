package dev.errand.mcp.tools;

import dev.errand.mcp.ToolCall;

/** What tools differ in; the rest is {@link Toolbox}'s. */
interface Tool {
  String name();

  String title();

  String description();

  Schema schema();

  default boolean readOnly() {
    return false;
  }

  /**
   * Does it.
   *
   * @throws IllegalArgumentException if it cannot be done, with a sentence for the model
   */
  Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException;
}
