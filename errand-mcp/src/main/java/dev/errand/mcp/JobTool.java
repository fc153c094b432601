package dev.errand.mcp;

/**
 * One thing that an agent can do with its jobs, in the shape that every framework takes: a name, a
 * description for the model, a JSON schema, and a function from JSON to text. Thread-safe.
 */
public interface JobTool {
  /** For instance {@code job_start}; letters, digits and underlines. */
  String name();

  /** The same for people. */
  String title();

  /** When to use it and what comes back, for the model. */
  String description();

  /**
   * What it takes: a JSON schema of the type {@code object}, made of the keywords only that all
   * known clients take.
   */
  String inputSchema();

  /** Whether it changes nothing. */
  boolean readOnly();

  /**
   * Does it. What is wrong with the arguments, or cannot be done, is a {@linkplain
   * ToolResult#failed failed result} in words that a model can act on, and no exception.
   *
   * @param arguments a JSON object
   * @throws InterruptedException if this thread is interrupted, which is how to give up: the job
   *     goes on, and nothing counts as shown
   */
  ToolResult call(String arguments, ToolCall call) throws InterruptedException;

  /** Does it for this owner, in this process's directory and environment. */
  default ToolResult call(String arguments, String owner) throws InterruptedException {
    return call(arguments, ToolCall.of(owner));
  }
}
