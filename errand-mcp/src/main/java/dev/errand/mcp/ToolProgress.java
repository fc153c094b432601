package dev.errand.mcp;

/**
 * Hears how a call goes on that waits for jobs; called every few seconds, on the caller's thread.
 */
@FunctionalInterface
public interface ToolProgress {
  /**
   * It goes on.
   *
   * @param seconds how long the call has waited; grows
   * @param text what the job printed last, made harmless; may be empty
   */
  void report(long seconds, String text);
}
