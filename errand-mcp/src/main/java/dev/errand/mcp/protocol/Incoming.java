package dev.errand.mcp.protocol;

import dev.errand.mcp.ToolCall;
import java.util.Optional;

/**
 * What a transport knows of a message beside its text.
 *
 * @param caller whose message it is; its session is where it came from
 * @param headers those of HTTP; empty on a transport that has none, where nothing of them is
 *     checked
 */
public record Incoming(ToolCall caller, Optional<Headers> headers) {
  /** The headers of a request. */
  @FunctionalInterface
  public interface Headers {
    /** The one of this name, in whatever case. */
    Optional<String> get(String name);
  }
}
