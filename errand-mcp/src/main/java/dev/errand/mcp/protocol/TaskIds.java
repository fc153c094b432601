package dev.errand.mcp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Names of tasks: the run and a signature, so that nobody can guess one and nothing is kept. */
final class TaskIds {
  private static final char BETWEEN = '\n';

  private final Signer signer;

  TaskIds(byte[] secret) {
    this.signer = new Signer(secret);
  }

  /** Which run. */
  record Run(String jobId, String runId) {}

  String of(String jobId, String runId) {
    byte[] run = (jobId + BETWEEN + runId).getBytes(StandardCharsets.UTF_8);
    return text(run) + "." + text(signer.sign(run));
  }

  Optional<Run> parse(String taskId) {
    int dot = taskId.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      byte[] run = Base64.getUrlDecoder().decode(taskId.substring(0, dot));
      byte[] signature = Base64.getUrlDecoder().decode(taskId.substring(dot + 1));
      if (!signer.isSignature(signature, run)) {
        return Optional.empty();
      }
      String text = new String(run, StandardCharsets.UTF_8);
      int between = text.indexOf(BETWEEN);
      return Optional.of(new Run(text.substring(0, between), text.substring(between + 1)));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
