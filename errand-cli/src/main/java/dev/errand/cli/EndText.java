package dev.errand.cli;

import dev.errand.CancelledBy;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.daemon.text.DurationText;

/** How a job ended, in a few words. */
final class EndText {
  private EndText() {}

  /** For instance {@code failed: exit code 3}. */
  static String of(JobEnd end) {
    return switch (end.reason()) {
      case RETURNED -> "completed";
      case THREW -> "failed: " + end.exit().map(Exit::toString).orElseGet(() -> firstLine(end));
      case TIMED_OUT -> "failed: timed out";
      case CANCELLED ->
          "cancelled by " + end.cancelledBy().map(CancelledBy::description).orElse("nobody");
      case OUTPUT_LIMIT -> "failed: printed too much";
      case LOST -> "failed: lost";
      case QUEUE_TIMEOUT -> "failed: waited too long in the queue";
    };
  }

  /** What follows it are the last words of the job, which were shown already. */
  static String firstLine(JobEnd end) {
    return end.text().lines().findFirst().orElse("");
  }

  /** For instance {@code " (0.6 s)"}. */
  static String took(Job job) {
    return job.duration().map(time -> " (" + DurationText.show(time) + ")").orElse("");
  }
}
