package dev.errand.mcp;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who calls a tool, and from where. Immutable; the methods without a verb answer a changed copy.
 *
 * @param owner whose jobs and mail: the agent, by a name that survives its restarts
 * @param session who gets the answer: what was shown to a session counts as read when its next
 *     request comes, and is shown again if none does. Default: one for each owner
 * @param directory where commands run that name none. Default: that of this process
 * @param environment of the commands. Default: that of this process
 * @param key the same key again starts nothing, but answers the job that was started with it
 * @param ownerNote a sentence on where the owner comes from, for {@code job_list}; may be empty
 * @param progress is told how it goes on while the call waits
 * @param showing when the answer is shown
 */
public record ToolCall(
    String owner,
    String session,
    Path directory,
    Map<String, String> environment,
    Optional<String> key,
    String ownerNote,
    ToolProgress progress,
    Showing showing) {

  /** When an answer is shown to whoever called. */
  public enum Showing {
    /** As soon as it is there. */
    NOW,
    /** Not if a job goes on in the background, for then something else is shown in its place. */
    IF_FINISHED,
    /** When somebody asks for it: {@link ToolResult.Receipt#handedOver} says so. */
    LATER
  }

  /** Checks and copies. */
  public ToolCall {
    if (owner.isBlank()) {
      throw new IllegalArgumentException("owner must not be blank");
    }
    directory = directory.toAbsolutePath();
    environment = Map.copyOf(environment);
  }

  /** A call of this owner's. */
  public static ToolCall of(String owner) {
    return new ToolCall(
        owner,
        owner,
        Path.of(""),
        System.getenv(),
        Optional.empty(),
        "",
        (seconds, text) -> {},
        Showing.NOW);
  }

  /** In this session. */
  public ToolCall session(String other) {
    return new ToolCall(owner, other, directory, environment, key, ownerNote, progress, showing);
  }

  /** From this directory, with this environment. */
  public ToolCall from(Path place, Map<String, String> variables) {
    return new ToolCall(owner, session, place, variables, key, ownerNote, progress, showing);
  }

  /** With this key. */
  public ToolCall key(String once) {
    return new ToolCall(
        owner, session, directory, environment, Optional.of(once), ownerNote, progress, showing);
  }

  /** With this sentence. */
  public ToolCall ownerNote(String sentence) {
    return new ToolCall(owner, session, directory, environment, key, sentence, progress, showing);
  }

  /** Telling this one. */
  public ToolCall progress(ToolProgress listener) {
    return new ToolCall(owner, session, directory, environment, key, ownerNote, listener, showing);
  }

  /** Shown then. */
  public ToolCall showing(Showing when) {
    return new ToolCall(owner, session, directory, environment, key, ownerNote, progress, when);
  }
}
