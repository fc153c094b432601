package dev.errand.cli.command;

import dev.errand.CancelledBy;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.shell.ShellJobs;
import dev.errand.shell.text.DurationText;
import java.util.stream.Stream;

/** How people are told that a job ended. */
final class Ends {
  private Ends() {}

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

  /** Whether it is the command that could not be started, and not one that failed. */
  static boolean cannotStart(JobEnd end) {
    return end.text().startsWith(ShellJobs.CANNOT_START);
  }

  /** The first line of what a command leaves at its end says so. */
  static boolean hasSurvivors(Job job) {
    return Stream.concat(job.end().map(JobEnd::text).stream(), job.lateText().stream())
        .flatMap(text -> text.lines().limit(1))
        .anyMatch(line -> line.contains(ShellJobs.SURVIVORS));
  }
}
