package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.shell.text.Printable;

/** How a result is shown: a line that says whose it is, and what the job has to say. */
final class Letters {
  private Letters() {}

  static String of(Job job, Style style) {
    StringBuilder letter = new StringBuilder();
    String head = job.id() + " " + job.end().map(Ends::of).orElse("goes on") + Ends.took(job);
    letter.append(style.bold(Printable.line(head)));
    if (!job.label().isBlank()) {
      letter.append(style.dim(" · " + Printable.line(job.label())));
    }
    letter.append('\n');
    job.end().map(JobEnd::text).stream()
        .flatMap(String::lines)
        .forEach(line -> letter.append("  ").append(Printable.line(line)).append('\n'));
    return letter.toString();
  }
}
