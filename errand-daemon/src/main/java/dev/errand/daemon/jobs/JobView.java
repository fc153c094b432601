package dev.errand.daemon.jobs;

import dev.errand.DeliveryInfo;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.Progress;
import dev.errand.shell.text.Redaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job as JSON shows it; the names are stable. What is not known, or is not so, is {@code null}.
 * Times are UTC, to the millisecond. Secrets are taken out of label and argv.
 */
public record JobView(
    String id,
    String runId,
    String owner,
    String type,
    String label,
    String status,
    Optional<String> endReason,
    OptionalInt exitCode,
    Optional<String> signal,
    Optional<String> cancelledBy,
    Optional<Long> pid,
    Optional<String> host,
    Optional<List<String>> argv,
    Optional<String> cwd,
    Optional<String> progress,
    Instant registeredAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> settledAt,
    DeliveryView delivery) {

  /**
   * Where the delivery of a job stands.
   *
   * @param state a {@link dev.errand.DeliveryStatus}
   * @param attempt how often it was tried
   * @param nextAttemptAt when it is tried again
   * @param lastError why the last attempt failed
   */
  public record DeliveryView(
      String state, int attempt, Optional<Instant> nextAttemptAt, Optional<String> lastError) {
    static DeliveryView of(DeliveryInfo info) {
      return new DeliveryView(
          info.status().name(),
          info.attempts(),
          info.nextAttemptAt().map(JobView::shown),
          info.lastError());
    }
  }

  /** The job, and what only the daemon knows of its command. */
  static JobView of(Job job, Optional<CommandView> command) {
    Optional<Exit> exit = job.end().flatMap(JobEnd::exit);
    return new JobView(
        job.id(),
        job.runId(),
        Addresses.ownerOf(job),
        job.type(),
        Redaction.text(job.label()),
        job.status().name(),
        job.end().map(end -> end.reason().name()),
        exit.map(Exit::code).orElse(OptionalInt.empty()),
        exit.flatMap(Exit::signal),
        job.end().flatMap(JobEnd::cancelledBy).map(Enum::name),
        command.flatMap(CommandView::pid),
        command.flatMap(CommandView::host),
        command.map(CommandView::argv),
        command.map(CommandView::directory),
        job.progress().map(Progress::text),
        shown(job.registeredAt()),
        job.startedAt().map(JobView::shown),
        job.endedAt().map(JobView::shown),
        job.settledAt().map(JobView::shown),
        DeliveryView.of(job.delivery()));
  }

  private static Instant shown(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
