package dev.errand.mcp.tools;

import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.shell.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** Jobs in words and in JSON. Labels are somebody's text, too, and made harmless. */
final class Wording {
  private static final int LABEL = 120;

  private Wording() {}

  /** {@code bg_3 "npm test": FAILED, exit code 1, after 12.3 s}. */
  static String line(Job job, Instant now) {
    return job.id() + " \"" + label(job) + "\": " + status(job, now);
  }

  static String label(Job job) {
    return Untrusted.line(job.label(), LABEL);
  }

  /** The status and what belongs to it. */
  static String status(Job job, Instant now) {
    String name = job.status().name();
    if (job.end().isEmpty()) {
      Instant since = job.startedAt().orElse(job.registeredAt());
      return name + " for " + DurationText.show(notNegative(Duration.between(since, now)));
    }
    JobEnd end = job.end().get();
    String why =
        switch (end.reason()) {
          case RETURNED -> end.exit().map(it -> ", " + it).orElse("");
          case THREW ->
              ", "
                  + end.exit()
                      .map(Exit::toString)
                      .orElseGet(() -> Untrusted.line(firstLine(end.text()), 300));
          case TIMED_OUT -> ", timed out";
          case CANCELLED ->
              end.cancelledBy().map(it -> ", cancelled by " + it.description()).orElse("");
          case OUTPUT_LIMIT -> ", ended because it printed too much";
          case LOST -> ", lost: " + Untrusted.line(firstLine(end.text()), 300);
          case QUEUE_TIMEOUT -> ", waited too long in the queue";
        };
    String still = job.settledAt().isEmpty() ? " (processes of it are still ending)" : "";
    return name
        + why
        + ", after "
        + DurationText.show(notNegative(job.duration().orElse(Duration.ZERO)))
        + still;
  }

  private static Duration notNegative(Duration span) {
    return span.isNegative() ? Duration.ZERO : span; // the clock was set back
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /**
   * What a job prints at the moment, for its JSON and as the rest of its line; neither if that is
   * not known.
   */
  static String lastLine(ObjectNode json, String words) {
    if (words.isEmpty()) {
      return "";
    }
    json.put("untrustedLastLine", words);
    return "; prints (untrusted): " + words;
  }

  /** The job as the command line's JSON names things; what is not so is left out. */
  static void into(ObjectNode json, Job job, Instant now) {
    json.put("id", job.id());
    json.put("label", label(job));
    json.put("status", job.status().name());
    job.end()
        .ifPresent(end -> {
          json.put("endReason", end.reason().name());
          end.exit()
              .ifPresent(exit -> {
                exit.code().ifPresent(code -> json.put("exitCode", code));
                exit.signal().ifPresent(name -> json.put("signal", name));
              });
          end.cancelledBy().ifPresent(by -> json.put("cancelledBy", by.name()));
        });
    job.startedAt()
        .ifPresent(at -> json.put("startedAt", at.truncatedTo(ChronoUnit.MILLIS).toString()));
    job.endedAt()
        .ifPresent(at -> json.put("endedAt", at.truncatedTo(ChronoUnit.MILLIS).toString()));
    Duration span =
        job.duration().orElseGet(() -> Duration.between(job.startedAt().orElse(now), now));
    json.put("seconds", Math.round(notNegative(span).toMillis() / 100.0) / 10.0);
    json.put("words", status(job, now));
  }
}
