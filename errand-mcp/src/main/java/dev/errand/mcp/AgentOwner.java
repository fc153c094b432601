package dev.errand.mcp;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Who an agent is, by what stays the same when it is restarted: never its connection, never what
 * its client calls itself.
 *
 * @param name the owner of its jobs
 * @param note where that comes from, in a sentence for the agent; empty if it was said
 */
public record AgentOwner(String name, String note) {
  /** Says it. */
  public static final String VARIABLE = "ERRAND_OWNER";

  /** What clients tell the programs that they start about the conversation. */
  private static final List<String> SESSIONS = List.of("CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID");

  private static final int LONGEST = 180;

  /** {@code ERRAND_OWNER}, else the session of the client, else the project directory. */
  public static AgentOwner of(Map<String, String> environment, Path directory) {
    String said = environment.getOrDefault(VARIABLE, "").strip();
    if (!said.isEmpty()) {
      return new AgentOwner(said, "");
    }
    for (String variable : SESSIONS) {
      String session = environment.getOrDefault(variable, "").strip();
      if (!session.isEmpty()) {
        return new AgentOwner(
            shortened("session:" + session),
            "This owner comes from " + variable + "; set " + VARIABLE + " to choose another.");
      }
    }
    Path project = project(directory.toAbsolutePath().normalize());
    return new AgentOwner(
        shortened("dir:" + project),
        "This owner is the project directory: all agents in it share jobs and mail. Where several"
            + " work at once, set "
            + VARIABLE
            + " for each.");
  }

  /** The nearest directory above that looks like the top of a project, or the directory itself. */
  private static Path project(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    return directory;
  }

  private static String shortened(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    if (printable.length() <= LONGEST && printable.equals(name)) {
      return name;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      String end = "#" + HexFormat.of().formatHex(digest, 0, 8);
      String head = printable.substring(0, Math.min(printable.length(), LONGEST - end.length()));
      return head + end;
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
