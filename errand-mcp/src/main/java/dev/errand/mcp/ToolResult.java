package dev.errand.mcp;

import java.util.Optional;

/**
 * What a tool answers, twice: as text, and as JSON that says the same, since a client shows its
 * model one or the other. Both end with the mail that came meanwhile.
 *
 * @param text for models
 * @param json an object, for programs, and for models whose client prefers it
 * @param failed whether the call did nothing; the text says why and what to do
 * @param background the id of the job that was started and goes on
 * @param receipt what was shown
 */
public record ToolResult(
    String text, String json, boolean failed, Optional<String> background, Receipt receipt) {

  /** What an answer has shown to its session. */
  public interface Receipt {
    /** It is shown now; only needed after {@link ToolCall.Showing#LATER}. */
    void handedOver();

    /**
     * The answer could not be handed over, or is not shown: its mail is offered again at once.
     * Without this that happens after a minute, unless the session's next request comes.
     */
    void lost();
  }

  /** See {@link Receipt#lost}. */
  public void lost() {
    receipt.lost();
  }
}
